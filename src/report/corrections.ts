/** Cells and corrections in words. Cells are of unknown making: their control characters are shown, not sent. */
import { columnLetters } from '../model/cell.ts';
import type { CellCorrection } from '../model/quarantine.ts';

/** `Country Name: “Kazakstan” → “Kazakhstan”`. */
export function correctionText({ header, column, from, to }: CellCorrection): string {
  return `${visible(header ?? columnLetters(column))}: ${quoted(from)} → ${quoted(to)}`;
}

/** A cell's text in quotes; a blank one says so. */
export function quoted(text: string | null): string {
  return text === null ? '(blank)' : `“${visible(text)}”`;
}

/** Control characters as their code, so that a cell cannot speak to the terminal. */
export function visible(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
