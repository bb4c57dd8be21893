/** What `egdi gc` says: the same list whether it removes or only would. */
import type { LeftoverOutput } from '../pipeline/run/leftover-outputs.ts';
import type { CollectionPlan } from '../warehouse/releases/retention.ts';
import { minute } from './labelled.ts';
import { grouped, type Palette, plural, table } from './text.ts';

/** Extended, never renamed: `--json` prints it. */
export interface Collection extends CollectionPlan {
  readonly isDryRun: boolean;
  /** How many of the newest releases are kept. */
  readonly keep: number;
  readonly outputs: readonly LeftoverOutput[];
}

export function collectionText(collection: Collection, palette: Palette): string {
  const { isDryRun, releases, versions, facts, evidenceCells, outputs } = collection;
  const kept = keptLine(collection);
  if (releases.length === 0 && versions === 0 && outputs.length === 0) {
    return `${palette.good('Nothing to remove.')}\n${kept}`;
  }
  const lists =
    releases.length === 0
      ? []
      : [
          table(
            [
              { title: 'release', align: 'right' },
              { title: 'status' },
              { title: 'created (UTC)' },
              { title: 'partitions', align: 'right' },
              { title: 'reason' },
            ],
            releases.map((release) => [
              String(release.releaseNo),
              release.status,
              minute(release.createdAt),
              grouped(release.partitions),
              release.reason,
            ]),
            palette,
          ),
        ];
  const found = [
    `${plural(releases.length, 'list')} of partitions`,
    `${plural(versions, 'partition version')} with ${plural(facts, 'fact')} and ${plural(evidenceCells, 'evidence cell')}`,
    `${plural(outputs.length, 'leftover output')} of ${plural(
      Math.ceil(outputs.reduce((sum, output) => sum + output.bytes, 0) / 1000),
      'kilobyte',
    )}`,
  ].join(', ');
  const head = isDryRun ? palette.warn('Would remove') : palette.good('Removed');
  const after = isDryRun ? 'Nothing was removed (--dry-run).' : 'The releases stay listed as collected.';
  const snapshots = 'Snapshots of the source files stay.';
  return [...lists, [`${head} ${found}.`, kept, palette.dim(`${after} ${snapshots}`)].join('\n')].join(
    '\n\n',
  );
}

function keptLine({ kept }: Collection): string {
  if (kept.length === 0) return 'There is no release.';
  const words = kept.map(({ releaseNo, because }) => {
    const why = because.filter((reason) => reason !== 'newest');
    return why.length === 0 ? String(releaseNo) : `${releaseNo} (${why.join(', ')})`;
  });
  return `Kept: ${kept.length === 1 ? 'release' : 'releases'} ${words.join(', ')}.`;
}
