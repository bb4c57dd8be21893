/** What changed from one release to another, on a terminal or as Markdown. */
import type { ReleaseComparison } from '../warehouse/releases/compare-releases.ts';
import { diffSections, type Section } from './diff-sections.ts';
import { grouped, type Palette, plural, table } from './text.ts';

const NOTE =
  'Changes against the previous edition follow from these figures and are not listed. All cells: --json.';

export function diffText(found: ReleaseComparison, limit: number, palette: Palette): string {
  const parts = diffSections(found, limit).map(({ title, columns, rows, more }) =>
    [
      palette.bold(title),
      table(columns, rows, palette),
      ...(more > 0 ? [palette.dim(`… and ${grouped(more)} more (--limit)`)] : []),
    ].join('\n'),
  );
  const note = found.isEmpty ? [] : [palette.dim(NOTE)];
  const head = headline(found);
  return [found.isEmpty ? palette.good(head) : palette.bold(head), ...parts, ...note].join('\n\n');
}

export function diffMarkdown(found: ReleaseComparison, limit: number): string {
  const parts = diffSections(found, limit).map((section) =>
    [`## ${section.title}`, markdownTable(section), ...moreLine(section)].join('\n\n'),
  );
  const note = found.isEmpty ? [] : [NOTE];
  return [
    `# Release ${found.from.releaseNo} → ${found.to.releaseNo}`,
    headline(found),
    ...parts,
    ...note,
  ].join('\n\n');
}

function headline({ from, to, filter, isEmpty, partitions, rows }: ReleaseComparison): string {
  const asked = [filter.country, filter.index].filter((part) => part !== null).join(' ');
  const within = asked === '' ? '' : ` in ${asked}`;
  const shape =
    from.contractVersion === to.contractVersion
      ? ''
      : ` The reporting tables differ in shape: version ${from.contractVersion} → ${to.contractVersion}.`;
  const between = `Release ${from.releaseNo} (${from.status}) → ${to.releaseNo} (${to.status})`;
  if (isEmpty) return `${between}: no fact differs${within}.${shape}`;
  const count = (kind: string) => rows.filter(({ change }) => change === kind).length;
  const counts = (['added', 'removed', 'changed'] as const)
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${grouped(count(kind))} ${kind}`);
  return `${between}: ${plural(rows.length, 'row')} differ${rows.length === 1 ? 's' : ''}${within} (${counts.join(', ')}) in ${plural(partitions.length, 'partition')}.${shape}`;
}

function markdownTable({ columns, rows }: Section): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}

function moreLine({ more }: Section): string[] {
  return more > 0 ? [`… and ${grouped(more)} more (\`--limit\`)`] : [];
}

function escapeCell(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll(/\r?\n/g, ' ');
}
