/** Pins: releases that gc must keep, with who said so and why. Owned by warehouse/; imports model/. */
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Session } from '../connection/session.ts';
import { type ReleaseState, requireList, requireRelease } from './release-state.ts';

export interface Pin {
  readonly actor: string;
  readonly reason: string;
  readonly now: Date;
}

/**
 * Pins a release, or gives its pin another reason; returns what it was before.
 * @throws EgdiError `release-unknown` (exit 2), `release-collected` (exit 3)
 */
export async function pinRelease(session: Session, releaseNo: number, pin: Pin): Promise<ReleaseState> {
  const release = await requireRelease(session, releaseNo);
  requireList(release);
  await session.db
    .updateTable('warehouse.release')
    .set({ pinned_at: pin.now.toISOString(), pinned_by: pin.actor, pin_reason: pin.reason })
    .where('release_no', '=', releaseNo)
    .execute();
  return release;
}

/** @throws EgdiError `release-unknown`, `not-pinned` (exit 2) */
export async function unpinRelease(session: Session, releaseNo: number): Promise<ReleaseState> {
  const release = await requireRelease(session, releaseNo);
  if (release.pinnedAt === null) {
    throw new EgdiError('not-pinned', `release ${releaseNo} is not pinned`, {
      exitCode: EXIT.usage,
      hint: 'pinned releases are marked by: egdi releases',
    });
  }
  await session.db
    .updateTable('warehouse.release')
    .set({ pinned_at: null, pinned_by: null, pin_reason: null })
    .where('release_no', '=', releaseNo)
    .execute();
  return release;
}
