/**
 * Scores and series of a release → its recomputations of TII and HCI, in the caller's transaction. Not a stage of its
 * own: whatever is about to audit a release, or finds one that an older program made, calls it, and it does what is
 * missing. A call that finds nothing missing writes nothing.
 */
import { createHash } from 'node:crypto';
import type { LoadedSeries } from '../analysis/recomputation/choose-series.ts';
import { errorText, recomputeEdition } from '../analysis/recomputation/recompute-edition.ts';
import { findMethod, METHODS } from '../methodology/registry.ts';
import { isCircular, RECOMPUTED_INDICES, type StoredRecomputation } from '../model/recomputation.ts';
import { RECOMPUTATION_VERSION } from '../model/version.ts';
import { COMPONENT_INPUTS, findInputSet, LEAST_COUNTRIES } from '../reference/component-inputs.ts';
import type { Session } from '../warehouse/connection/session.ts';
import { refillRecomputations } from '../warehouse/releases/refill.ts';
import type { SqlFolder } from '../warehouse/schema/sql-files.ts';
import {
  deleteUnlinkedRecomputations,
  findRecomputation,
  findUnrecomputed,
  linkRecomputations,
  type RecomputationKey,
  type RecomputationLink,
  type RecomputationToStore,
  type ReleaseInputs,
  readObservedValues,
  readPublishedMembers,
  readReleaseInputs,
  storeRecomputation,
} from '../warehouse/versions/recomputations.ts';

/** Names the rules: equal figures give equal recomputations as long as it stays the same. */
export const RECOMPUTATION_RULES = sha256(
  JSON.stringify(
    [
      RECOMPUTATION_VERSION,
      LEAST_COUNTRIES,
      COMPONENT_INPUTS,
      METHODS.map(({ edition, indices }) => [
        edition,
        ...RECOMPUTED_INDICES.map((code) => indices[code].tree),
      ]),
    ],
    (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
  ),
);

const SERIES_CODES = [
  ...new Set(
    COMPONENT_INPUTS.flatMap(({ components }) =>
      Object.values(components).flatMap((series) => series.map(({ indicatorCode }) => indicatorCode)),
    ),
  ),
];

/** Releases that lack their recomputations, or have them by other rules. */
export function findReleasesToRecompute(session: Session): Promise<number[]> {
  return findUnrecomputed(session, RECOMPUTATION_RULES);
}

/** Recomputes every release that lacks it; what the published one gains by it is shown to readers at once. Returns the releases. */
export async function recomputeComponents(
  session: Session,
  sqlFolder: SqlFolder,
): Promise<readonly number[]> {
  const releases = await findReleasesToRecompute(session);
  for (const releaseNo of releases) {
    const inputs = await readReleaseInputs(session, releaseNo, SERIES_CODES);
    const links: RecomputationLink[] = [];
    for (const edition of inputs.editions.keys()) {
      for (const indexCode of RECOMPUTED_INDICES) {
        links.push(await recomputeOne(session, inputs, edition, indexCode));
      }
    }
    await linkRecomputations(session, releaseNo, links, RECOMPUTATION_RULES);
  }
  if (releases.length === 0) return releases;
  await deleteUnlinkedRecomputations(session);
  await refillRecomputations(session, sqlFolder, releases);
  return releases;
}

async function recomputeOne(
  session: Session,
  inputs: ReleaseInputs,
  edition: number,
  indexCode: RecomputationKey['indexCode'],
): Promise<RecomputationLink> {
  const scores = inputs.editions.get(edition);
  if (scores === undefined) throw new RangeError(`the release has no scores of ${edition}`);
  const inputSet = findInputSet(edition, indexCode);
  const declared = Object.values(inputSet?.components ?? {}).flat();
  const listed = declared.flatMap(({ indicatorCode }) => {
    const series = inputs.series.get(indicatorCode);
    return series === undefined ? [] : [{ indicatorCode, ...series }];
  });
  const name = listed.map(({ indicatorCode, versionId, unit }) => [indicatorCode, versionId, unit]);
  const key = {
    scoreVersionId: scores.versionId,
    indexCode,
    inputsSha256: sha256(JSON.stringify([RECOMPUTATION_RULES, name])),
  };
  const sinceReleaseNo = Math.max(scores.sinceReleaseNo, ...listed.map((one) => one.sinceReleaseNo));
  const known = await findRecomputation(session, key);
  if (known !== undefined) return { edition, indexCode, recomputationId: known, sinceReleaseNo };

  const values = await readObservedValues(
    session,
    listed.map(({ versionId }) => versionId),
    [...new Set(declared.map(({ period }) => period))],
  );
  const made = recomputeEdition({
    edition,
    indexCode,
    method: findMethod(edition),
    inputSet,
    members: await readPublishedMembers(session, scores.versionId, indexCode),
    series: new Map(
      listed.map(({ indicatorCode, versionId, unit }): [string, LoadedSeries] => [
        indicatorCode,
        { versionId, unit, values: values.get(versionId) ?? new Map() },
      ]),
    ),
  });
  const recomputationId = await storeRecomputation(session, key, toStore(edition, made));
  return { edition, indexCode, recomputationId, sinceReleaseNo };
}

function toStore(edition: number, made: StoredRecomputation): RecomputationToStore {
  return {
    ...made,
    edition,
    facts: made.facts.map((fact) => {
      const { treatment, recomputed, published, isObserved, missing } = fact;
      const isImputed = treatment === 'gaps-mean' || isCircular(treatment);
      return {
        ...fact,
        error: recomputed === null ? null : errorText(recomputed, published),
        isCounted: recomputed !== null && (isObserved || !isCircular(treatment)),
        imputed: isImputed ? missing : [],
      };
    }),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
