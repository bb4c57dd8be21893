/**
 * One thing said in several languages beside each other, as bilingual publications do: `Ақмола / Акмолинская`,
 * `пайызбен/в процентах`. A slash has other meanings too (`теңге/адам`), so the parts count only where they all say
 * the same.
 */

/** The parts between slashes; empty where the text is not divided by them. */
export function partsBesideEachOther(text: string): readonly string[] {
  const parts = text.split('/').map((part) => part.trim());
  return parts.length > 1 && parts.every((part) => part !== '') ? parts : [];
}

/** What all parts of a text mean, by `keyOf`; undefined where one means nothing, or something else. */
export function agreedMeaning<T>(
  text: string,
  meaningOf: (part: string) => T | undefined,
  keyOf: (meaning: T) => unknown,
): T | undefined {
  const [first, ...others] = partsBesideEachOther(text).map(meaningOf);
  if (first === undefined) return undefined;
  return others.every((other) => other !== undefined && keyOf(other) === keyOf(first)) ? first : undefined;
}
