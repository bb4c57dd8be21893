import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../../src/model/error.ts';
import {
  acquireRunLock,
  RUN_LOCK_CLASS,
  type RunLock,
  runLockObject,
} from '../../../src/warehouse/connection/run-lock.ts';
import { describeEachServer, runOnce } from '../../support/databases.ts';

describeEachServer('the run lock', (database) => {
  const take = (name: string, applicationName = 'egdi run') =>
    acquireRunLock({ url: database.url(), name, applicationName });
  const endHolder = (name: string) =>
    runOnce(
      database.url(),
      `select pg_terminate_backend(pid, 5000) from pg_locks
        where locktype = 'advisory' and classid = ${RUN_LOCK_CLASS} and objid = ${runLockObject(name)}`,
    );
  const lost = (lock: RunLock) =>
    new Promise((resolve) => {
      if (lock.lost.aborted) resolve(lock.lost.reason);
      else lock.lost.addEventListener('abort', () => resolve(lock.lost.reason), { once: true });
    });

  it('is refused to a second run, which is told who holds it', async () => {
    const first = await take('second', 'egdi backfill 2018');
    const error: unknown = await take('second').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'lock-held', exitCode: EXIT.locked });
    expect(String(error)).toMatch(
      /"egdi backfill 2018" \(server process \d+(, from [^,]+)?, since \d{4}-.*Z\)/,
    );
    await first.release();
    await (await take('second')).release();
  });

  it('is taken by exactly one of many that start together', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => take('together')));
    const taken = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
    const refused = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
    expect([taken.length, refused.length]).toEqual([1, 19]);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'lock-held' });
    await taken[0]?.release();
  });

  it('of another name is another lock', async () => {
    const one = await take('one');
    const other = await take('other');
    await Promise.all([one.release(), other.release()]);
  });

  it('announces that its connection was lost, and is free', async () => {
    const lock = await take('announced');
    await lock.verify();
    await endHolder('announced');
    expect(await lost(lock)).toMatchObject({
      code: 'database-unavailable',
      exitCode: EXIT.databaseUnavailable,
    });
    await expect(lock.verify()).rejects.toMatchObject({ code: 'database-unavailable' });
    await lock.release();
    await (await take('announced')).release();
  });

  it('does not announce its own release, and can be released twice', async () => {
    const lock = await take('released');
    await lock.release();
    await lock.release();
    expect(lock.lost.aborted).toBe(false);
  });

  it('on a server that cannot be reached is exit 7', async () => {
    const url = new URL(database.url());
    url.pathname = '/absent';
    await expect(acquireRunLock({ url: url.href, name: 'run' })).rejects.toMatchObject({
      code: 'database-unavailable',
      exitCode: EXIT.databaseUnavailable,
    });
  });

  describe('B14 the holder is named', () => {
    const refusal = () =>
      take('run').then(
        () => 'not refused',
        (reason: unknown) => String(reason),
      );

    it('by its session before the first migration', async () => {
      const first = await take('run', 'egdi run');
      expect(await refusal()).toMatch(/"egdi run" \(server process \d+/);
      await first.release();
    });

    it('by what an earlier holder wrote never, by its own word as soon as there is one', async () => {
      const sql = (statement: string) => runOnce(database.url(), statement);
      await sql(`create schema ops;
        create table ops.writer (command text, host text, pid integer, run_id bigint, taken_at timestamptz);
        insert into ops.writer values ('egdi backfill', 'elsewhere', 11, 4, now())`);
      const first = await take('run', 'egdi run');
      expect(await refusal()).not.toContain('elsewhere');
      await sql(
        "update ops.writer set command = 'egdi run', host = 'here', pid = 12, run_id = 5, taken_at = now()",
      );
      expect(await refusal()).toMatch(
        /"egdi run" \(process 12 on here, run 5, server process \d+, since \d{4}-.*Z\)/,
      );
      await first.release();
      await sql('drop schema ops cascade');
    });
  });

  describe('a network that swallows everything', () => {
    it('is noticed by the sign of life that stays away, and the lock can still be let go', async () => {
      const proxy = await startProxy(new URL(database.url()));
      const url = new URL(database.url());
      url.port = String(proxy.port);
      const lock = await acquireRunLock({
        url: url.href,
        name: 'silent',
        checkIntervalMs: 20,
        checkAnswerMs: 200,
      });
      proxy.swallow();
      expect(await lost(lock)).toMatchObject({
        code: 'database-unavailable',
        exitCode: EXIT.databaseUnavailable,
        message: expect.stringContaining('the run lock was lost'),
      });
      await lock.release();
      await proxy.close();
    });

    it('is not suspected while answers come', async () => {
      const lock = await acquireRunLock({ url: database.url(), name: 'lively', checkIntervalMs: 1 });
      for (let count = 0; count < 20; count += 1) await lock.verify();
      expect(lock.lost.aborted).toBe(false);
      await lock.release();
    });
  });
});

/** Stands between client and server; `swallow` keeps both connections open and passes nothing on any more. */
async function startProxy(server: URL) {
  const sockets = new Set<Socket>();
  let isSwallowing = false;
  const proxy = createServer((client) => {
    const upstream = connect(Number(server.port), server.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('data', (bytes) => {
        if (!isSwallowing) to.write(bytes);
      });
      from.on('close', () => {
        if (!isSwallowing) to.destroy();
      });
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    swallow: () => {
      isSwallowing = true;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
