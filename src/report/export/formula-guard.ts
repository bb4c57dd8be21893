/**
 * Keeps spreadsheet programs from taking text for a formula: a CSV cell that begins with = + - @, a tab or a line
 * break, also after spaces or in full-width form, would be one to them. Pure. See OWASP, CSV injection.
 */

// White space includes the no-break and the ideographic space; the rest is invisible and skipped by some programs.
const FORMULA_START = /^(?:[\t\r\n]|[\s\u200B-\u200F\u2060\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u;

export const FORMULA_GUARD_NOTE =
  'Text cells that begin with = + - @, a tab or a line break (also after spaces, or in full-width form) carry a leading apostrophe, so that spreadsheet programs do not take them for formulas. Numbers and dates are as they are.';

/** The text with a leading apostrophe where it could be taken for a formula. */
export function guardFormula(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}
