/**
 * Printed text as it is meant: without layout blanks, without letters of the wrong alphabet, without line-wrap
 * hyphens. What was printed is always kept beside it.
 */

/** Latin letters that look like Cyrillic ones, and the Cyrillic ones. */
const LATIN = 'ABCEHIKMOPTXYaceiopxyəhs';
const CYRILLIC = 'АВСЕНІКМОРТХУасеіорхуәһѕ';
const TO_CYRILLIC = new Map([...LATIN].map((letter, index) => [letter, [...CYRILLIC][index] ?? letter]));

const BLANKS = /[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/gu;
/** Zero-width characters, soft hyphen, byte order mark. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/gu;
/** A word broken at a line end: `промышлен-\nность`; never `2018-\n2020`. */
const WRAPPED = /(\p{Ll})-[ \t\u00a0]*\r?\n[ \t\u00a0]*(?=\p{Ll})/gu;
/** Nearly every cell: nothing to be done. */
const CLEAN = /^[!-~]+(?: [!-~]+)*$/u;
const WORD = /[\p{L}\p{M}]+/gu;
const HAS_CYRILLIC = /\p{Script=Cyrillic}/u;
const HAS_LATIN = /\p{Script=Latin}/u;

/** What a cell says: one line, single spaces, each word in one alphabet. */
export function cleanText(printed: string | null | undefined): string {
  if (printed === null || printed === undefined) return '';
  if (CLEAN.test(printed)) return printed;
  const plain = printed.normalize('NFC').replace(INVISIBLE, '').replace(WRAPPED, '$1');
  return inOneAlphabet(plain.replace(BLANKS, ' ').trim());
}

/** A Latin letter within a Cyrillic word is a slip of the keyboard: `Mальчики`, `CHГ`. */
function inOneAlphabet(text: string): string {
  if (!HAS_CYRILLIC.test(text) || !HAS_LATIN.test(text)) return text;
  return text.replace(WORD, (word) =>
    HAS_CYRILLIC.test(word) ? [...word].map((letter) => TO_CYRILLIC.get(letter) ?? letter).join('') : word,
  );
}

/** Words with letters of both alphabets, as printed: what a person should look at. */
export function mixedWords(printed: string): string[] {
  return (printed.match(WORD) ?? []).filter((word) => HAS_CYRILLIC.test(word) && HAS_LATIN.test(word));
}

/**
 * The form in which labels are compared: letters, digits and the signs that tell quantities apart. Case, spaces,
 * punctuation, hyphens and look-alike letters do not count, so `розничнаяторговля` finds `розничная торговля`.
 */
export function foldText(text: string): string {
  const letters = [...cleanText(text)].map((letter) => TO_CYRILLIC.get(letter) ?? letter).join('');
  return letters
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{M}\p{N}%‰<>=+/]/gu, '');
}

/** A mark such as `x` or `–` is compared as printed, but for blanks and look-alike letters. */
export function foldMark(text: string): string {
  return [...cleanText(text)]
    .map((letter) => TO_CYRILLIC.get(letter) ?? letter)
    .join('')
    .toLowerCase();
}

const LONGEST_SHOWN = 60;

/** For messages. */
export function shortened(text: string): string {
  const line = text.replace(BLANKS, ' ').trim();
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
}
