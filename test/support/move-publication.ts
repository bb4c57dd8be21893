/** `egdi publish` and `egdi rollback` in the test's own process. */
import {
  type MoveRequest,
  movePublicationTo,
  type PublicationMove,
} from '../../src/pipeline/move-publication.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { Warehouse } from '../../src/warehouse/connection/connect.ts';
import { SQL_FOLDER } from './load-survey.ts';

export function move(
  warehouse: Warehouse,
  kind: MoveRequest['kind'],
  releaseNo: number,
  reason = 'test',
): Promise<PublicationMove> {
  const { signal } = new AbortController();
  return movePublicationTo(
    { kind, releaseNo, reason },
    { warehouse, sqlFolder: SQL_FOLDER, clock: systemClock, signal },
  );
}
