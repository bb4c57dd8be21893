/** Stage 8, publish: moves the publication to an audited candidate, in the caller's transaction. */
import { type StageCount, stageCount } from '../model/stage.ts';
import type { Session } from '../warehouse/connection/session.ts';
import { type Publication, type PublicationOrder, publishRelease } from '../warehouse/releases/publish.ts';
import type { SqlFolder } from '../warehouse/schema/sql-files.ts';

export async function publish(
  session: Session,
  sqlFolder: SqlFolder,
  order: PublicationOrder,
): Promise<{ readonly publication: Publication; readonly counts: readonly StageCount[] }> {
  const publication = await publishRelease(session, sqlFolder, order);
  const editions = publication.editions.length;
  return {
    publication,
    counts: [stageCount('publish', 'editions → reporting', { in: editions, out: editions })],
  };
}
