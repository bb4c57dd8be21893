/**
 * An edition that was declared by a file once stays declared while it is published: the next run, without that
 * file, must not take it out of the reference data of its release.
 */

import type { Warehouse } from '../../warehouse/connection/connect.ts';
import { findDeclaredEditions } from '../../warehouse/versions/declared-editions.ts';
import type { RunRequest } from './run-request.ts';

/** The request with the published editions that it does not know; the same request when it knows them all. */
export async function carryEditions<R extends RunRequest>(
  request: R,
  warehouse: Warehouse,
  known: ReadonlySet<number>,
): Promise<R> {
  const published = await warehouse.withConnection(findDeclaredEditions);
  const carried = published.filter(({ edition }) => !known.has(edition));
  if (carried.length === 0) return request;
  const { pipeline } = request;
  return { ...request, pipeline: { ...pipeline, editions: [...pipeline.editions, ...carried] } };
}
