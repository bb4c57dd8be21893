/** Where figures stand: cells, the files they are in, and who published these. */
import { formatCell } from '../model/cell.ts';
import type { Evidence, Explanation, Figure } from '../warehouse/queries/figure-explanation-types.ts';
import { wrapText } from './labelled.ts';
import { type Palette, table } from './text.ts';

/** Every cell that speaks of the figures, the shown one first, with what it says. */
export function cellLines(figures: readonly Figure[], palette: Palette): string[] {
  const columns = [
    { title: '  figure' },
    { title: 'printed', align: 'right' as const },
    { title: 'cell' },
    { title: 'file' },
    { title: 'sha256' },
    { title: '' },
  ];
  const cells = figures.flatMap(({ indexCode, evidence }) =>
    evidence.map((cell) => ({ indexCode, ...cell })),
  );
  const nameOf = ({ indexCode, field }: { indexCode: string; field: string }) =>
    `  ${indexCode}${field === 'rank' ? ' rank' : ''}`;
  const rows = cells.map((cell, index) => {
    const before = cells[index - 1];
    const name = nameOf(cell);
    return [
      before !== undefined && nameOf(before) === name ? '' : name,
      cell.correctedText === null
        ? (cell.printedText ?? '(blank)')
        : `${cell.printedText ?? '(blank)'} → ${cell.correctedText || '(blank)'}`,
      formatCell(addressOf(cell)),
      cell.fileName,
      cell.fileSha256.slice(0, 12),
      `${cell.role === 'contradicts' ? 'CONTRADICTS' : cell.role}${releaseMark(cell)}`,
    ];
  });
  return table(columns, rows, palette)
    .split('\n')
    .map((line, index) => (cells[index - 1]?.role === 'contradicts' ? palette.bad(line) : line));
}

function releaseMark({ release, correctedText }: Evidence): string {
  if (release === null) return '';
  return `, ${correctedText === null ? 'row released' : 'corrected'} by ${release.by}`;
}

/** The cell that the release shows, with its file. */
export function shownCell({ evidence }: Figure): string {
  const shown = evidence.find(({ field, role }) => field === 'score' && role === 'shown');
  return shown === undefined ? '' : `${shown.fileName} ${formatCell(addressOf(shown))}`;
}

export function addressOf({ sheet, row, column }: Evidence): { sheet?: string; row: number; column: number } {
  return { row, column, ...(sheet === null ? {} : { sheet }) };
}

/** Files under their publisher, with their full hash. */
export function fileLines({ files }: Explanation, palette: Palette): string[] {
  const width = Math.max(...files.map(({ fileName }) => fileName.length));
  return files.flatMap((file, index) => {
    const { publisher, url, fileName, sha256, originNote } = file;
    const before = files[index - 1];
    const isSame = before?.publisher === publisher && before.url === url && before.originNote === originNote;
    const heading = wrapText(url === null ? publisher : `${publisher} · ${url}`, 98).map(
      (line) => `  ${line}`,
    );
    const note =
      originNote === null ? [] : wrapText(originNote, 94).map((line) => palette.dim(`    ${line}`));
    return [
      ...(isSame ? [] : [...heading, ...note]),
      `    ${fileName.padEnd(width)}  ${palette.dim(sha256)}`,
    ];
  });
}
