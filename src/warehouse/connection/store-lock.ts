/**
 * One process at a time in an embedded store: two of them on one directory lose committed rows, silently.
 * Owned by warehouse/; imports model/. Taken before the directory is opened, for reading as well, and freed by the
 * kernel when its holder dies: an abstract socket on Linux, a named pipe on Windows, elsewhere a file that names
 * process and start time. Containers that share a directory do not see each other's locks; that is not supported.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { EgdiError, EXIT } from '../../model/error.ts';
import { releaseLockFile, takeLockFile } from './lock-file.ts';
import { isRunning, processStart } from './process-identity.ts';

export type StoreLockStrategy = 'abstract-socket' | 'named-pipe' | 'file';

export interface StoreLockHolder {
  /** What the holder is doing, as its user would name it: `egdi run`. */
  readonly command: string;
}

export interface StoreLock {
  /** The real path of the locked directory. */
  readonly directory: string;
  release(): Promise<void>;
}

interface HolderRecord extends StoreLockHolder {
  readonly pid: number;
  readonly since: string;
  /** Tells a living holder from a later process with the same number. */
  readonly started: string | undefined;
}

/** The kind of lock that suits the operating system. */
export function defaultStrategy(platform: NodeJS.Platform = process.platform): StoreLockStrategy {
  if (platform === 'linux') return 'abstract-socket';
  return platform === 'win32' ? 'named-pipe' : 'file';
}

/**
 * Takes the lock of a store directory, which is created if need be. It does not keep the process alive.
 * @throws EgdiError `lock-held` (exit 75) naming the holder
 */
export async function acquireStoreLock(
  directory: string,
  holder: StoreLockHolder,
  strategy: StoreLockStrategy = defaultStrategy(),
): Promise<StoreLock> {
  mkdirSync(directory, { recursive: true });
  const path = realpathSync(directory);
  const free = strategy === 'file' ? takeFile(path) : await takeSocket(socketName(path, strategy));
  if (free === undefined) throw lockHeld(path, await findHolder(path));

  const record: HolderRecord = {
    command: holder.command,
    pid: process.pid,
    since: new Date().toISOString(),
    started: processStart(process.pid),
  };
  writeHolder(path, record);
  let released: Promise<void> | undefined;
  return {
    directory: path,
    release() {
      released ??= (async () => {
        rmSync(holderFile(path), { force: true });
        await free();
      })();
      return released;
    },
  };
}

/** Gives the lock back; undefined instead of it when the lock is held. */
type Free = () => Promise<void>;

function takeFile(path: string): Free | undefined {
  const file = join(path, 'lock');
  const ticket = takeLockFile(file);
  return ticket === undefined ? undefined : async () => releaseLockFile(file, ticket);
}

async function takeSocket(name: string): Promise<Free | undefined> {
  // Whoever connects learns nothing: the socket exists for its name, which the kernel gives to one process only.
  const server = createServer((socket) => socket.destroy());
  const taken = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    // `exclusive`: in a cluster the primary would otherwise share one socket among its workers.
    server.listen({ path: name, exclusive: true }, () => resolve(true));
  });
  if (!taken) return undefined;
  server.unref();
  server.on('error', () => undefined);
  return () => closeServer(server);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** Of the full length of a socket address: versions of Node differ in whether they pad a shorter name. */
const SOCKET_NAME_LENGTH = 107;

function socketName(path: string, strategy: 'abstract-socket' | 'named-pipe'): string {
  const name = `egdi-${createHash('sha256').update(path).digest('hex')}`;
  return strategy === 'named-pipe' ? `\\\\.\\pipe\\${name}` : `\0${name.padEnd(SOCKET_NAME_LENGTH, '-')}`;
}

function holderFile(path: string): string {
  return join(path, 'holder.json');
}

function lockHeld(path: string, holder: HolderRecord | undefined): EgdiError {
  const who = holder
    ? `${JSON.stringify(holder.command)} (process ${holder.pid}, since ${holder.since})`
    : 'another process';
  return new EgdiError('lock-held', `${path} is in use by ${who}`, {
    exitCode: EXIT.locked,
    hint: 'wait until it has finished; a server named by DATABASE_URL can be used by several processes at once',
  });
}

function writeHolder(path: string, record: HolderRecord): void {
  try {
    writeFileSync(holderFile(path), `${JSON.stringify(record)}\n`);
  } catch {
    // The lock is held with or without its record; a directory that cannot be written is reported by its opening.
  }
}

const RECORD_WAIT_MS = 2_000;
const RECORD_POLL_MS = 20;

/**
 * Who holds the lock. The record only informs: it is written a moment after the lock is taken, which is waited
 * for, and may be left over from a process that was killed, which counts as none.
 */
async function findHolder(path: string): Promise<HolderRecord | undefined> {
  const until = performance.now() + RECORD_WAIT_MS;
  do {
    const record = readHolder(path);
    if (record) return record;
    await new Promise((resolve) => setTimeout(resolve, RECORD_POLL_MS));
  } while (performance.now() < until);
  return undefined;
}

function readHolder(path: string): HolderRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(holderFile(path), 'utf8'));
    return isHolderRecord(record) && isRunning(record.pid, record.started) ? record : undefined;
  } catch {
    return undefined;
  }
}

function isHolderRecord(value: unknown): value is HolderRecord {
  if (typeof value !== 'object' || value === null) return false;
  return 'pid' in value && typeof value.pid === 'number' && 'command' in value && 'since' in value;
}
