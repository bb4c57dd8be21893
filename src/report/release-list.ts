/** The list of releases, for people. */
import type { ReleaseSummary } from '../warehouse/releases/release-list.ts';
import { minute } from './labelled.ts';
import { grouped, type Palette, plural, table } from './text.ts';

export function releaseTable(releases: readonly ReleaseSummary[], total: number, palette: Palette): string {
  if (releases.length === 0) return 'There is no release yet. Load the data with: egdi run';
  const columns = [
    { title: 'release', align: 'right' as const },
    { title: 'status' },
    { title: 'created (UTC)' },
    { title: 'published (UTC)' },
    { title: 'by' },
    { title: 'run', align: 'right' as const },
    { title: 'facts', align: 'right' as const },
    { title: 'new', align: 'right' as const },
    { title: 'what changed' },
    { title: 'reason' },
  ];
  const rows = releases.map((release) => [
    `${release.isPublished ? '▶ ' : ''}${release.releaseNo}`,
    statusOf(release),
    minute(release.createdAt),
    release.publishedAt === null ? '' : minute(release.publishedAt),
    release.actor ?? '',
    [release.command, release.runId].filter((part) => part !== null).join(' '),
    isCollected(release) ? '' : grouped(release.facts),
    isCollected(release) ? '' : `${release.newPartitions} of ${release.partitions}`,
    isCollected(release) ? 'its list was removed' : whatChanged(release),
    release.reason,
  ]);
  const lines = table(columns, rows, palette)
    .split('\n')
    .map((line, index) => (releases[index - 1]?.isPublished ? palette.good(line) : line));
  const published = releases.some(({ isPublished }) => isPublished) ? '▶ published. ' : '';
  const legend = palette.dim(`${published}new: partitions whose version the release brought.`);
  const older =
    total > releases.length ? [palette.dim(`${grouped(total - releases.length)} older (--limit)`)] : [];
  return [...lines, ...remarks(releases), legend, ...older].join('\n');
}

function isCollected({ status }: ReleaseSummary): boolean {
  return status === 'collected';
}

function statusOf({ status, pin, refusals }: ReleaseSummary): string {
  return [status, ...(refusals.length > 0 ? ['in part'] : []), ...(pin === null ? [] : ['pinned'])].join(
    ', ',
  );
}

/** What a person decided about a release, and what it lacks. */
function remarks(releases: readonly ReleaseSummary[]): string[] {
  const lines = releases.flatMap(({ releaseNo, pin, refusals, publications }) => {
    const about = (text: string) => `  release ${releaseNo} ${text}`;
    return [
      ...publications
        .filter(({ kind }) => kind !== 'run')
        .map(({ at, kind, by, reason, previousReleaseNo }) =>
          about(
            kind === 'rollback'
              ? `rolled back to from ${previousReleaseNo} at ${minute(at)} by ${by}: ${reason}`
              : `published at ${minute(at)} by ${by}: ${reason}`,
          ),
        ),
      ...(pin === null ? [] : [about(`pinned at ${minute(pin.at)} by ${pin.by}: ${pin.reason}`)]),
      ...refusals
        .filter(({ dataset }) => dataset !== 'group_score')
        .map(({ partitionKey, reason }) => about(`without the new ${partitionKey}: ${reason}`)),
    ];
  });
  return lines.length === 0 ? [] : ['', ...lines, ''];
}

/** `12 editions, 2003 to 2024; bns:cpi; dim_country`: what is new in a release. */
function whatChanged(release: ReleaseSummary): string {
  const { newEditions, newIndicators, newReferences, newPartitions, changes } = release;
  const removed = (changes ?? []).filter(({ change }) => change === 'removed').length;
  if (newPartitions === 0 && removed === 0) return 'nothing';
  const editions =
    newEditions.length === 0
      ? []
      : newEditions.length > 4
        ? [`${plural(newEditions.length, 'edition')}, ${newEditions[0]} to ${newEditions.at(-1)}`]
        : [`${newEditions.length === 1 ? 'edition' : 'editions'} ${newEditions.join(', ')}`];
  const indicators = countOrNames(newIndicators, 'indicator');
  const references = countOrNames(newReferences, 'reference table');
  const gone = removed === 0 ? [] : [`${plural(removed, 'partition')} removed`];
  const named = [...editions, ...indicators, ...references, ...gone];
  return named.length === 0 ? 'group means' : named.join('; ');
}

/** At most two by their names. */
function countOrNames(names: readonly string[], noun: string): string[] {
  if (names.length === 0) return [];
  return [names.length > 2 ? plural(names.length, noun) : names.join(', ')];
}
