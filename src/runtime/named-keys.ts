/** Keys by name in one setting: `data.egov.kz=KEY, other=KEY`. Imports nothing. */

// Shorter ones could not be masked without masking syllables of words.
const NAMED_KEY = /^([a-z0-9][a-z0-9.-]*)=([\x21-\x2b\x2d-\x7e]{6,})$/;

/** Whether the text is such a list, each name once. */
export function hasNamedKeys(text: string): boolean {
  const parts = partsOf(text);
  return parts.length > 0 && readNamedKeys(text).size === parts.length;
}

/** The keys by their names; what is no such pair is left out. */
export function readNamedKeys(text: string): ReadonlyMap<string, string> {
  return new Map(
    partsOf(text).flatMap((part): [string, string][] => {
      const [, name, key] = NAMED_KEY.exec(part) ?? [];
      return name === undefined || key === undefined ? [] : [[name, key]];
    }),
  );
}

function partsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}
