/**
 * Changes between editions → their splits, in the caller's transaction. Not a stage of its own: whatever lists
 * partition versions, or finds releases that were made before the splits were stored, calls it, and it does what is
 * missing. A call that finds nothing missing writes nothing.
 */
import { attributeChanges as split } from '../analysis/change/change-attribution.ts';
import type { EditionScores } from '../model/change-attribution.ts';
import type { Session } from '../warehouse/connection/session.ts';
import { refillChangeAttributions } from '../warehouse/releases/refill.ts';
import type { SqlFolder } from '../warehouse/schema/sql-files.ts';
import {
  findUnsplitPairs,
  readVersionScores,
  storeChangeAttributions,
} from '../warehouse/versions/change-attribution.ts';

/**
 * Splits the changes of every pair of consecutive editions that a release lists and that is not split yet; what the
 * published release gains by it is shown to readers at once. Returns the number of pairs.
 */
export async function attributeChanges(session: Session, sqlFolder: SqlFolder): Promise<number> {
  const pairs = await findUnsplitPairs(session);
  if (pairs.length === 0) return 0;
  const scores = await readVersionScores(
    session,
    new Map(
      pairs.flatMap(({ versionId, edition, previousVersionId, previousEdition }) => [
        [versionId, edition],
        [previousVersionId, previousEdition],
      ]),
    ),
  );
  const of = (versionId: number) => scores.get(versionId) as EditionScores;
  await storeChangeAttributions(
    session,
    pairs.map((pair) => ({ pair, changes: split(of(pair.previousVersionId), of(pair.versionId)) })),
  );
  await refillChangeAttributions(session, sqlFolder, pairs);
  return pairs.length;
}
