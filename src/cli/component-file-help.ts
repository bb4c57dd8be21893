/** The words of `--components FILE`, which every command with it shares; apart from its reader, which start-up does not need. */
export const COMPONENT_FILE_HELP =
  'CSV edition,iso3,component,value: raw components by their ids in the registry (egdi methods)';
