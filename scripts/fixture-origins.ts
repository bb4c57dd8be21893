/** Where the figures of each fixture folder come from; written as `origin.json` beside the files. */

export interface FixtureOrigin {
  readonly publisher: string;
  readonly title: string;
  readonly url: string;
  readonly licence: string;
  /** The day the publisher's file was fetched; null where it is not known. */
  readonly retrieved_on: string | null;
  readonly note: string;
}

const LAID_OUT =
  'Not a copy of a published file: the figures, which are facts, laid out by scripts/lay-out-fixtures.ts';

export const ORIGINS: Readonly<Record<string, FixtureOrigin>> = {
  egovkb: {
    publisher: 'United Nations Department of Economic and Social Affairs (UN DESA), EGOVKB Data Center',
    title: 'United Nations E-Government Survey: EGDI rank, EGDI, EPI, OSI, HCI, TII, editions 2003 to 2024',
    url: 'https://publicadministration.un.org/egovkb/en-us/data-center',
    licence: 'not stated',
    retrieved_on: null,
    note: [
      `${LAID_OUT} in the layout of EGOV_DATA_<edition>.csv.`,
      'Labels are those of the database in July 2025, which it uses for every edition.',
      'Equal, byte for byte, to downloads kept in a public repository',
      '(dated 2025-07-16; there with LF line ends, in the original download CRLF as here).',
    ].join(' '),
  },
  'unu-egov': {
    publisher: 'UNU-EGOV, from UN DESA data re-keyed by ISO 3166-1 alpha-3',
    title: 'E-Government Development Index, editions 2010 (xlsx), 2014 (csv) and 2018 (xlsx)',
    url: 'https://github.com/UNU-EGOV/datasets/tree/3b9c43567eb9f749e7497b0491449b24a91e5248/egdi',
    licence: 'not stated',
    retrieved_on: null,
    note: [
      `${LAID_OUT} in the layout of egdi-<edition>.xlsx and egdi-<edition>.csv (published 2018-09-25):`,
      'labels of September 2018, blanks for what was missing in 2010, binary-float tails.',
      'Cell-equal to the published files (the csv byte for byte);',
      'the workbooks carry no styles or properties of the originals.',
    ].join(' '),
  },
  data360: {
    publisher: 'World Bank, Data360 (database UN_EGDI), from UN DESA data',
    title: 'E-Government Development Index and its three sub-indices, wide, editions 2003 to 2024',
    url: 'https://data360files.worldbank.org/data360-data/data/UN_EGDI/',
    licence: 'not stated',
    retrieved_on: null,
    note: [
      `${LAID_OUT} in the layout of UN_EGDI_{EGDI,OSI,TII,HCI}_WIDEF.csv (export of August 2025).`,
      'UN_EGDI_EGDI and UN_EGDI_TII were compared directly and are equal byte for byte.',
      'UN_EGDI_OSI and UN_EGDI_HCI were not compared whole: same layout, indicator labels and file length as',
      'published, figures of the official files; an earlier comparison of all four published files with the',
      'official figures found no differing cell. Zeros stand for non-members too.',
      'INDICATOR of the TII file is UN_EGDI_TTI, as published.',
    ].join(' '),
  },
};
