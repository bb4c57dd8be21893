/**
 * What follows from what else is stored, and lies beside it: splits of changes, and recomputations. Releases that an
 * older program made lack it, or have it by older rules.
 */
import type { Warehouse } from '../warehouse/connection/connect.ts';
import type { Session } from '../warehouse/connection/session.ts';
import { takeFence } from '../warehouse/ledger/fence.ts';
import { refillReporting } from '../warehouse/releases/refill.ts';
import type { SqlFolder } from '../warehouse/schema/sql-files.ts';
import { deleteChangeAttributions, findUnsplitPairs } from '../warehouse/versions/change-attribution.ts';
import { deleteRecomputations } from '../warehouse/versions/recomputations.ts';
import { attributeChanges } from './attribute-changes.ts';
import { findReleasesToRecompute, recomputeComponents } from './recompute-components.ts';

/**
 * Derives what is missing and shows readers at once what the published release gains by it; writes nothing where
 * nothing is missing. The caller holds the lock of the writer.
 */
export async function completeDerived(
  warehouse: Warehouse,
  sqlFolder: SqlFolder,
  { command, now }: { readonly command: string; readonly now: Date },
): Promise<void> {
  if (!(await warehouse.withConnection(isIncomplete))) return;
  await warehouse.withTransaction(async (session) => {
    await takeFence(session, command, now);
    await attributeChanges(session, sqlFolder);
    await recomputeComponents(session, sqlFolder);
  });
}

async function isIncomplete(session: Session): Promise<boolean> {
  return (await findUnsplitPairs(session)).length > 0 || (await findReleasesToRecompute(session)).length > 0;
}

/**
 * Derives everything anew and replaces every row of the reporting tables, in the caller's transaction, which has proved
 * that it is the only writer.
 * @throws EgdiError `nothing-published` (exit 7)
 */
export async function refill(session: Session, sqlFolder: SqlFolder): Promise<void> {
  await deleteChangeAttributions(session);
  await deleteRecomputations(session);
  await attributeChanges(session, sqlFolder);
  await recomputeComponents(session, sqlFolder);
  await refillReporting(session, sqlFolder);
}
