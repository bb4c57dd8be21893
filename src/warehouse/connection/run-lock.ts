/**
 * One run at a time on a server: an advisory lock of its own session, so that the server frees it when the
 * connection ends, for whatever reason. Owned by warehouse/; imports model/, and pg when it is used.
 *
 * The session is asked for a sign of life every 15 seconds and given 10 to answer: a network that swallows
 * everything is noticed within 25 seconds, long before TCP gives up. The loss aborts the work; a statement that is
 * on its way then ends by its own limit, and the fence keeps it from publishing in any case.
 */
import type { Client, QueryConfig } from 'pg';
import { EgdiError, EXIT } from '../../model/error.ts';
import { connectionLost, unavailable } from './connection-errors.ts';
import {
  describeLockHolder,
  findLockHolder,
  HELD_LOCK,
  type LockHolder,
  RUN_LOCK_CLASS,
  runLockObject,
} from './lock-holder.ts';

export { RUN_LOCK_CLASS, runLockObject } from './lock-holder.ts';

const CHECK_INTERVAL_MS = 15_000;
const CHECK_ANSWER_MS = 10_000;

export interface RunLockOptions {
  /** Must lead to the server itself: a pooler in transaction mode would leave the lock with a stranger. */
  readonly url: string;
  /** What is locked: `run`. Two locks of different names do not exclude each other. */
  readonly name: string;
  /** Shown to whoever finds the lock held, as the application name: `egdi run`. */
  readonly applicationName?: string;
  /** How often the session is asked for a sign of life, and how long it may take; for tests. */
  readonly checkIntervalMs?: number;
  readonly checkAnswerMs?: number;
}

export interface RunLock {
  /** Aborted with an EgdiError when the connection that carries the lock is lost. */
  readonly lost: AbortSignal;
  /**
   * Asks the server whether the lock is still held: to be called right before something that relies on it.
   * @throws EgdiError `database-unavailable` (exit 7)
   */
  verify(): Promise<void>;
  /** @throws EgdiError `lock-lost` (exit 1) if the server says that it was not held any more */
  release(): Promise<void>;
}

/**
 * Takes the lock or fails at once.
 * @throws EgdiError `lock-held` (exit 75) naming the holder, `database-unavailable` (exit 7)
 */
export async function acquireRunLock({
  url,
  name,
  applicationName = 'egdi',
  checkIntervalMs = CHECK_INTERVAL_MS,
  checkAnswerMs = CHECK_ANSWER_MS,
}: RunLockOptions): Promise<RunLock> {
  const [{ Client }, { clientConfig, prepareClient }] = await Promise.all([
    import('pg'),
    import('./server-client.ts'),
  ]);
  const client = new Client(clientConfig(url, applicationName));
  const key = [RUN_LOCK_CLASS, runLockObject(name)];
  const loss = new AbortController();
  let releasing = false;
  const report = (error: Error): void => {
    if (!releasing) loss.abort(lockLost(url, error));
  };
  client.on('error', report);
  client.on('end', () => report(new Error('its session has ended')));

  try {
    await client.connect();
    await prepareClient(client);
    // The session waits idle for the length of a run; the server's own limit must not end it.
    await client.query("select set_config('idle_session_timeout', '0', false)");
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1, $2) as taken',
      key,
    );
    if (rows[0]?.taken !== true) {
      const holder = await findLockHolder((sql, params) => client.query(sql, [...params]), name);
      throw lockHeld(name, holder);
    }
  } catch (error) {
    releasing = true;
    await client.end().catch(() => undefined);
    throw unavailable(url, error);
  }

  const stopChecking = checkRegularly(client, { checkIntervalMs, checkAnswerMs }, (error) => {
    report(error);
    // Nobody listens at the other end: an orderly farewell would be waited for in vain.
    client.connection.stream.destroy();
  });
  return {
    lost: loss.signal,
    async verify(): Promise<void> {
      loss.signal.throwIfAborted();
      if (await isHeld(client, key, url)) return;
      throw lockLost(url, new Error('it is not held any more'));
    },
    async release(): Promise<void> {
      if (releasing) return;
      releasing = true;
      stopChecking();
      try {
        if (loss.signal.aborted) return; // the server has freed it already
        const { rows } = await client.query<{ freed: boolean }>(
          'select pg_advisory_unlock($1, $2) as freed',
          key,
        );
        // PostgreSQL does not treat the release of a lock that is not held as an error.
        if (rows[0]?.freed !== true)
          throw new EgdiError('lock-lost', `the lock "${name}" was not held any more`);
      } finally {
        await client.end().catch(() => undefined);
      }
    },
  };
}

/** Asks for a sign of life again and again, without keeping the process alive; returns how to stop it. */
function checkRegularly(
  client: Client,
  { checkIntervalMs, checkAnswerMs }: { readonly checkIntervalMs: number; readonly checkAnswerMs: number },
  onSilence: (error: Error) => void,
): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const check = async (): Promise<void> => {
    try {
      await client.query({ text: 'select 1', query_timeout: checkAnswerMs } as QueryConfig);
      if (!stopped) checkLater();
    } catch (error) {
      if (!stopped) onSilence(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const checkLater = (): void => {
    timer = setTimeout(() => void check(), checkIntervalMs);
    timer.unref();
  };
  checkLater();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

async function isHeld(client: Client, key: number[], url: string): Promise<boolean> {
  try {
    const { rowCount } = await client.query(`select 1 from ${HELD_LOCK} and l.pid = pg_backend_pid()`, key);
    return rowCount === 1;
  } catch (error) {
    throw connectionLost(url, error);
  }
}

function lockLost(url: string, error: Error): EgdiError {
  const { message, exitCode } = connectionLost(url, error);
  return new EgdiError('database-unavailable', `the run lock was lost: ${message}`, {
    exitCode,
    hint: 'another run may have begun, so this one stopped; what it had not committed was rolled back. Run it again',
    cause: error,
  });
}

function lockHeld(name: string, holder: LockHolder | undefined): EgdiError {
  const who = holder === undefined ? 'another session, which has just ended' : describeLockHolder(holder);
  const hint =
    holder === undefined
      ? 'run the command again'
      : `wait until it has finished; if it hangs, end it on the server: select pg_terminate_backend(${holder.serverPid})`;
  return new EgdiError('lock-held', `the lock "${name}" is held by ${who}`, { exitCode: EXIT.locked, hint });
}
