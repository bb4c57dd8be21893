/**
 * A lock for systems whose kernel offers none that is freed on death: a file that names its holder's process and
 * start time, and is replaced when that process is gone. Owned by warehouse/.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { isRunning, processStart } from './process-identity.ts';

interface LockRecord {
  readonly pid: number;
  readonly started: string | undefined;
  /** Different for every taking, so that one stale lock cannot be mistaken for a later one. */
  readonly ticket: string;
}

/** Takes the lock and returns the ticket to release it with; undefined if a living process holds it. */
export function takeLockFile(path: string): string | undefined {
  const ticket = randomUUID();
  const own = `${path}.${ticket}`;
  const record: LockRecord = { pid: process.pid, started: processStart(process.pid), ticket };
  writeFileSync(own, JSON.stringify(record), { flag: 'wx' });
  try {
    for (;;) {
      if (tryLink(own, path)) return ticket;
      const holder = readRecord(path);
      if (holder === undefined) continue; // released between the two steps
      if (isRunning(holder.pid, holder.started)) return undefined;
      if (!removeStale(path, holder.ticket)) return undefined;
    }
  } finally {
    unlinkSync(own);
  }
}

/** Gives the lock back, if it is still the one that was taken. */
export function releaseLockFile(path: string, ticket: string): void {
  if (readRecord(path)?.ticket === ticket) rmSync(path, { force: true });
}

/**
 * Removes the lock of a dead process. Two that both saw it dead must not remove each other's new lock, so the right
 * to remove this one taking is itself a lock, named by the ticket. False if someone else is about to do it.
 */
function removeStale(path: string, staleTicket: string): boolean {
  const guard = `${path}.stale-${staleTicket}`;
  const guardTicket = takeLockFile(guard);
  if (guardTicket === undefined) return false;
  try {
    if (readRecord(path)?.ticket === staleTicket) unlinkSync(path);
    return true;
  } finally {
    releaseLockFile(guard, guardTicket);
  }
}

// A link appears at once and with its whole content, unlike a file that is created and then written.
function tryLink(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readRecord(path: string): LockRecord | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockRecord;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
