/** Labelled lines that line up and wrap, and times as people read them. */
import type { Palette } from './text.ts';

const WIDTH = 100;
const INDENT = 2;

export type LabelledLine = readonly [
  label: string,
  text: string | null | undefined,
  paint?: ((text: string) => string) | undefined,
];

/** One line per label; null and empty texts are left out, long ones wrap under themselves. */
export function labelledLines(lines: readonly LabelledLine[], palette: Palette): string[] {
  const shown = lines.filter(([, text]) => text !== null && text !== undefined && text !== '');
  const labelWidth = Math.max(...shown.map(([label]) => label.length));
  const room = WIDTH - INDENT - labelWidth - 2;
  return shown.flatMap(([label, text, paint = (plain: string) => plain]) =>
    wrapText(text ?? '', room).map((part, index) => {
      const head = (index === 0 ? label : '').padEnd(labelWidth);
      return `${' '.repeat(INDENT)}${index === 0 ? palette.dim(head) : head}  ${paint(part)}`;
    }),
  );
}

/** Breaks a text at spaces so that lines fit, a longer word on a line of its own. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if ([...longer].length <= width || line === '') line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** `2026-01-31T12:34:56.789Z` → `2026-01-31 12:34`. */
export function minute(timestamp: string): string {
  return timestamp.slice(0, 16).replace('T', ' ');
}
