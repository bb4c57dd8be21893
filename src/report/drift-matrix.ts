/** `egdi drift --matrix`: how far the methods of all editions agree on the data of each, for people. */
import type { DriftAgreement, DriftMatrix } from '../analysis/change/drift.ts';
import { wrapText } from './labelled.ts';
import { type Palette, table } from './text.ts';

export function driftMatrixText(matrix: DriftMatrix, palette: Palette): string {
  const section = (title: string, cell: (agreement: DriftAgreement) => string) =>
    `${palette.bold(title)}\n${grid(matrix, cell, palette)}`;
  const note =
    `Rows: data; columns: method. Release ${matrix.releaseNo}, sub-indices as published throughout, so that only the rules of ` +
    'the EGDI itself differ: weights, decimals of inputs, who is assessed, rounding, what ranks are taken on. Components ' +
    'of sub-indices are not exchanged: egdi drift --data A --method B --components FILE.';
  return [
    section('Mean change of rank, places up or down', ({ meanAbsoluteChange }) =>
      meanAbsoluteChange.toFixed(2),
    ),
    section('Spearman correlation of the ranks', ({ spearman }) => spearman.toFixed(5)),
    palette.dim(wrapText(note, 98).join('\n')),
  ].join('\n\n');
}

function grid(
  { editions, cells }: DriftMatrix,
  text: (agreement: DriftAgreement) => string,
  palette: Palette,
): string {
  return table(
    [
      { title: '  data' },
      ...editions.map((edition) => ({ title: String(edition), align: 'right' as const })),
    ],
    cells.map((row, at) => [
      `  ${editions[at]}`,
      ...row.map((agreement, column) => (at === column ? '·' : text(agreement))),
    ]),
    palette,
  );
}
