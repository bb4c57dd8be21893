/**
 * Changes between editions → their splits, in the caller's transaction. Not a stage of its own: whatever lists
 * partition versions, or finds releases that were made before the splits were stored, calls it, and it does what is
 * missing. A call that finds nothing missing writes nothing.
 */
import { attributeChanges as split } from '../analysis/change/change-attribution.ts';
import type { EditionScores } from '../model/change-attribution.ts';
import type { Warehouse } from '../warehouse/connection/connect.ts';
import type { Session } from '../warehouse/connection/session.ts';
import { takeFence } from '../warehouse/ledger/fence.ts';
import { refillChangeAttributions, refillReporting } from '../warehouse/releases/refill.ts';
import type { SqlFolder } from '../warehouse/schema/sql-files.ts';
import {
  deleteChangeAttributions,
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

/**
 * The same in a transaction of its own: for a warehouse whose releases an older program made, or whose splits follow
 * older rules. The caller holds the lock of the writer.
 */
export async function completeAttributions(
  warehouse: Warehouse,
  sqlFolder: SqlFolder,
  { command, now }: { readonly command: string; readonly now: Date },
): Promise<void> {
  await warehouse.withTransaction(async (session) => {
    await takeFence(session, command, now);
    await attributeChanges(session, sqlFolder);
  });
}

/**
 * Derives all splits anew and replaces every row of the reporting tables, in the caller's transaction, which has proved
 * that it is the only writer.
 * @throws EgdiError `nothing-published` (exit 7)
 */
export async function refill(session: Session, sqlFolder: SqlFolder): Promise<void> {
  await deleteChangeAttributions(session);
  await attributeChanges(session, sqlFolder);
  await refillReporting(session, sqlFolder);
}
