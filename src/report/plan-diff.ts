/** The difference that a plan foresees, in the tables of `egdi diff`; the whole of it is in `--json`. */
import type { ReleaseDiff } from '../warehouse/releases/release-diff.ts';
import { diffSections } from './diff-sections.ts';
import { grouped, type Palette, plural, table } from './text.ts';

/** Shown of each kind. */
const LIMIT = 8;

export function planDiffText(diff: ReleaseDiff, palette: Palette): string {
  if (diff.isEmpty) return 'No row of the published release would change.';
  const { partitions } = diff;
  if (partitions.every(({ change }) => change === 'added')) {
    const rows = partitions.reduce((sum, partition) => sum + partition.rowsAdded, 0);
    const editions = partitions.filter(({ dataset }) => dataset === 'score').length;
    const what = `${plural(rows, 'row')} in ${plural(partitions.length, 'partition')}`;
    return `${palette.bold('What would change')}\n  added: ${what}, ${plural(editions, 'edition')}; nothing else`;
  }
  const sections = diffSections(diff, LIMIT).map(({ title, columns, rows, more }) =>
    [
      palette.bold(`What would change: ${title.toLowerCase()}`),
      table(columns, rows, palette),
      ...(more > 0 ? [palette.dim(`… and ${grouped(more)} more (--json lists all)`)] : []),
    ].join('\n'),
  );
  return sections.join('\n\n');
}
