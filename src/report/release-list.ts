/** The list of releases, for people. */
import type { ReleaseSummary } from '../warehouse/versions/release-list.ts';
import { minute } from './labelled.ts';
import { grouped, type Palette, plural, table } from './text.ts';

export function releaseTable(releases: readonly ReleaseSummary[], total: number, palette: Palette): string {
  if (releases.length === 0) return 'There is no release yet. Load the data with: egdi run';
  const columns = [
    { title: 'release', align: 'right' as const },
    { title: 'status' },
    { title: 'created (UTC)' },
    { title: 'published (UTC)' },
    { title: 'run', align: 'right' as const },
    { title: 'facts', align: 'right' as const },
    { title: 'new', align: 'right' as const },
    { title: 'what changed' },
    { title: 'reason' },
  ];
  const rows = releases.map((release) => [
    `${release.isPublished ? '▶ ' : ''}${release.releaseNo}`,
    release.status,
    minute(release.createdAt),
    release.publishedAt === null ? '' : minute(release.publishedAt),
    String(release.runId),
    grouped(release.facts),
    `${release.newPartitions} of ${release.partitions}`,
    whatChanged(release),
    release.reason,
  ]);
  const published = releases.find(({ isPublished }) => isPublished);
  const lines = table(columns, rows, palette)
    .split('\n')
    .map((line, index) => (releases[index - 1]?.isPublished ? palette.good(line) : line));
  const older = total > releases.length ? `\n${grouped(total - releases.length)} older (--limit)` : '';
  const legend = published ? `▶ published. ` : '';
  return `${lines.join('\n')}\n${palette.dim(`${legend}new: partitions whose version the release brought.${older}`)}`;
}

/** `editions 2003–2024 (12); dim_country`: what is new in a release. */
function whatChanged({ newEditions, newReferences, newPartitions }: ReleaseSummary): string {
  if (newPartitions === 0) return 'nothing';
  const editions =
    newEditions.length === 0
      ? []
      : newEditions.length > 4
        ? [`${plural(newEditions.length, 'edition')}, ${newEditions[0]} to ${newEditions.at(-1)}`]
        : [`${newEditions.length === 1 ? 'edition' : 'editions'} ${newEditions.join(', ')}`];
  const references =
    newReferences.length === 0
      ? []
      : newReferences.length > 2
        ? [plural(newReferences.length, 'reference table')]
        : [newReferences.join(', ')];
  const named = [...editions, ...references];
  return named.length === 0 ? 'group means' : named.join('; ');
}
