import { expect, it } from 'vitest';
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
});
