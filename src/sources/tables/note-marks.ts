/**
 * Footnote marks glued to labels, years and values: `Область Абай3)`, `20211)`, `78,8*`, ` 2025 год7)8)`. A mark is
 * taken off; what it stands for is looked up below the table.
 */
import { cleanText } from './clean-text.ts';

export interface Marked {
  /** Clean, without its marks. */
  readonly text: string;
  /** `1`, `*`, `**`; in the order printed. */
  readonly marks: readonly string[];
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const STARS = /\s*(\*+)$/u;
const RAISED = /\s*([⁰¹²³⁴⁵⁶⁷⁸⁹]+)[)⁾]?$/u;
const NUMBERED = /^(.*?\S)\s*(\d{1,2})\)$/su;

/**
 * Takes the marks off the end of a label. A closing bracket that belongs to an opening one ends no mark, and a year
 * keeps its four digits.
 * @param known marks with a note below the table; they decide where digits could be read in two ways
 */
export function splitMarks(printed: string, known?: ReadonlySet<string>): Marked {
  let text = cleanText(printed);
  const marks: string[] = [];
  for (;;) {
    const next = lastMark(text, known);
    if (next === undefined || next.text === '') return { text, marks };
    text = next.text;
    marks.unshift(next.mark);
  }
}

function lastMark(
  text: string,
  known: ReadonlySet<string> | undefined,
): { readonly text: string; readonly mark: string } | undefined {
  const stars = STARS.exec(text);
  if (stars) return { text: text.slice(0, stars.index), mark: stars[1] ?? '' };
  const raised = RAISED.exec(text);
  if (raised) {
    const digits = [...(raised[1] ?? '')].map((digit) => SUPERSCRIPTS.indexOf(digit)).join('');
    return { text: text.slice(0, raised.index), mark: digits };
  }
  if (!text.endsWith(')') || isBalanced(text)) return undefined;
  const [, year = '', ofYear = ''] = /^((?:1[89]|2[01])\d\d)(\d{1,2})\)$/u.exec(text) ?? [];
  // `201581)` is the year 2015 with note 81, or 20158 with note 1 where the notes say so.
  const isNumber = ofYear.length === 2 && known?.has(ofYear) !== true && known?.has(ofYear.slice(1)) === true;
  if (year !== '' && !isNumber) return { text: year, mark: ofYear };
  const numbered = NUMBERED.exec(text);
  if (!numbered) return undefined;
  const [, before = '', digits = ''] = numbered;
  if (digits.length === 1) return { text: before, mark: digits };
  // `население12)` has note 12, `78,81)` note 1, unless the notes below the table say otherwise.
  const short = digits.slice(1);
  const isPartOfNumber = /\d[.,]?$/u.test(before);
  const isShort = known?.has(short) === known?.has(digits) ? isPartOfNumber : known?.has(short) === true;
  return isShort ? { text: before + digits.slice(0, 1), mark: short } : { text: before, mark: digits };
}

function isBalanced(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '(') open += 1;
    if (character === ')') open -= 1;
  }
  return open >= 0;
}

const NOTE_START = /^(?:(\d{1,2})\)|(\*+)|([⁰¹²³⁴⁵⁶⁷⁸⁹]+)[)⁾]?|([a-z])[.)])\s*(.+)$/su;
const NOTE_WORD =
  /^(?:ескерт|ескертпе|примечани|сноск|справочно|note[s:.]|notes?$|footnotes?|source[s:.]|sources?$|источник|дереккөз|mənbə|qeyd)/iu;

/** A row below a table that explains a mark: `1) Расчет предварительный`, `*Данные пересчитаны`. */
export function readFootnote(
  printed: string,
): { readonly mark: string | null; readonly text: string } | undefined {
  const text = cleanText(printed);
  const match = NOTE_START.exec(text);
  if (match) {
    const [, digits, stars, raised, letter, note = ''] = match;
    const fromRaised = raised && [...raised].map((digit) => SUPERSCRIPTS.indexOf(digit)).join('');
    return { mark: digits ?? stars ?? fromRaised ?? letter ?? null, text: note };
  }
  return NOTE_WORD.test(text) ? { mark: null, text } : undefined;
}
