/** The difference that a plan foresees, in short: the whole of it is in `--json`. */
import { describeKey, type ReleaseDiff } from '../warehouse/versions/release-diff.ts';
import { grouped, type Palette, plural, table } from './text.ts';

/** Shown of each kind. */
const MOST_MOVES = 8;

export function diffSection(diff: ReleaseDiff, palette: Palette): string {
  if (diff.isEmpty) return 'No row of the published release would change.';
  if (diff.partitions.every(({ change }) => change === 'added')) {
    const rows = diff.partitions.reduce((sum, partition) => sum + partition.rowsAdded, 0);
    const editions = diff.partitions.filter(({ dataset }) => dataset === 'score').length;
    const what = `${plural(rows, 'row')} in ${plural(diff.partitions.length, 'partition')}`;
    return `${palette.bold('What would change')}\n  added: ${what}, ${plural(editions, 'edition')}; nothing else`;
  }
  const right = 'right' as const;
  const columns = [
    { title: '  partition' },
    { title: 'rows added', align: right },
    { title: 'removed', align: right },
    { title: 'changed', align: right },
  ];
  const rows = diff.partitions.map((partition) => [
    `  ${partition.dataset === 'reference' ? '' : `${partition.dataset} `}${partition.partitionKey}`,
    grouped(partition.rowsAdded),
    grouped(partition.rowsRemoved),
    grouped(partition.rowsChanged),
  ]);
  return [
    `${palette.bold('What would change')}\n${table(columns, rows, palette)}`,
    ...list('Figures', diff.figures.filter(isPublishedScore).map(figureText), palette),
    ...list('Ranks', diff.rankMoves.map(moveText), palette),
  ].join('\n');
}

function isPublishedScore({ column }: ReleaseDiff['figures'][number]): boolean {
  return column === 'score_published' || column === 'value';
}

function figureText(figure: ReleaseDiff['figures'][number]): string {
  return `${describeKey(figure)}  ${figure.before} → ${figure.after}`;
}

function moveText(move: ReleaseDiff['rankMoves'][number]): string {
  return `${describeKey(move)}  rank ${move.before} → ${move.after}`;
}

function list(title: string, lines: readonly string[], palette: Palette): string[] {
  if (lines.length === 0) return [];
  const shown = lines.slice(0, MOST_MOVES).map((line) => `  ${line}`);
  const more = lines.length - shown.length;
  const rest = more > 0 ? [palette.dim(`  … and ${grouped(more)} more (--json lists all)`)] : [];
  return [`${title} that would change: ${grouped(lines.length)}`, ...shown, ...rest];
}
