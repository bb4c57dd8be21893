/** B14, B19: the lock's session ended, the server stopped in mid-load, the network dead. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { runOnce } from '../../support/databases.ts';
import {
  describeServerFaults,
  type FaultStore,
  FIRST,
  readState,
  run,
  SECOND,
  serverStore,
} from '../../support/fault-bench.ts';
import { pausedAt } from '../../support/fault-points.ts';
import { startServer, type ThrowawayServer } from '../../support/postgres-server.ts';
import { startProxy } from '../../support/tcp-proxy.ts';

function urlOf(store: FaultStore): string {
  if (store.target.kind !== 'server') throw new Error('a server was expected');
  return store.target.url;
}

/** Ends the session that holds the run lock. */
async function endLockSession(store: FaultStore): Promise<void> {
  const ended = await runOnce(
    urlOf(store),
    `select pg_terminate_backend(l.pid) as ended from pg_locks l
     join pg_database d on d.oid = l.database and d.datname = current_database()
     where l.locktype = 'advisory' and l.granted`,
  );
  expect(ended).toEqual([{ ended: true }]);
}

describeServerFaults('B14 a run whose lock is lost', (bench) => {
  test.each(['extract.snapshots-kept', 'load.facts-copied', 'load.committed', 'audit.committed'] as const)(
    'at %s aborts with exit 7 and does not publish; the next run does',
    async (point) => {
      const store = await bench.loaded();
      const { cli, resume } = await pausedAt(point, ['run', ...SECOND, ...store.args], {
        folder: store.dataDir,
      });
      await endLockSession(store);
      resume();
      const { code, stderr } = await cli.ended;
      expect([code, stderr]).toEqual([7, expect.stringContaining('was lost')]);
      expect((await readState(store)).release).toBe(1);
      expect((await run(store, SECOND)).code).toBe(0);
      expect((await readState(store)).release).toBe(2);
    },
  );

  test('and whose place another run has taken changes nothing any more', async () => {
    const store = await bench.loaded();
    const { cli, resume } = await pausedAt('load.committed', ['run', ...SECOND, ...store.args], {
      folder: store.dataDir,
    });
    await endLockSession(store);
    expect((await run(store, SECOND)).code).toBe(0);
    const published = await readState(store);
    resume();
    expect([7, 75]).toContain((await cli.ended).code);
    expect((await readState(store)).content).toEqual(published.content);
    expect((await readState(store)).releases).toBe(published.releases);
  });

  test('is not released by the death of a run that waits for nothing: the second says who holds it', async () => {
    const store = await bench.loaded();
    const { cli, resume } = await pausedAt('load.committed', ['run', ...SECOND, ...store.args], {
      folder: store.dataDir,
    });
    const second = await run(store, SECOND);
    expect([second.code, second.stderr]).toEqual([75, expect.stringContaining('egdi run')]);
    resume();
    expect((await cli.ended).code).toBe(0);
  });
});

describeServerFaults('B19 a bad row in the middle of a bulk load', (bench) => {
  test('undoes the whole load and names the row; mended, the next run publishes', async () => {
    const store = await bench.loaded();
    await runOnce(
      urlOf(store),
      `create function warehouse.refuse() returns trigger language plpgsql as
         $$ begin if new.iso3 = 'TUV' then raise 'not this one' using errcode = '22P02'; end if; return new; end $$;
       create trigger refuse before insert on warehouse.score for each row execute function warehouse.refuse()`,
    );
    const failed = await run(store, SECOND);
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('not this one')]);
    expect(await readState(store)).toMatchObject({
      release: 1,
      outcomes: ['published', 'failed'],
      releases: 1,
    });
    await runOnce(urlOf(store), 'drop trigger refuse on warehouse.score; drop function warehouse.refuse');
    expect((await run(store, SECOND)).code).toBe(0);
    expect(await readState(store)).toMatchObject({ release: 2 });
  });
});

describe('B19 a server that goes away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'egdi-lost-'));
  let server: ThrowawayServer;
  let database = 0;
  const fresh = async (): Promise<FaultStore> => {
    database += 1;
    await runOnce(server.url, `create database d${database}`);
    const url = new URL(server.url);
    url.pathname = `/d${database}`;
    const store = serverStore(url.href, join(folder, `d${database}`));
    expect((await run(store, FIRST)).code).toBe(0);
    return store;
  };
  beforeAll(async () => {
    server = await startServer(18);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(['load.facts-copied', 'publish.scores-replaced'] as const)(
    'stopped without warning at %s and started again: exit 7, the old release, and the next run heals',
    async (point) => {
      const store = await fresh();
      const { cli, resume } = await pausedAt(point, ['run', ...SECOND, ...store.args], {
        folder: store.dataDir,
      });
      await server.crash();
      resume();
      const { code, stderr } = await cli.ended;
      expect([code, stderr]).toEqual([7, expect.stringMatching(/was lost|cannot connect/)]);
      expect(await readState(store)).toMatchObject({ release: 1 });
      expect((await run(store, SECOND)).code).toBe(0);
      expect(await readState(store)).toMatchObject({
        release: 2,
        // How the run ended was recorded when the server was back, or by the next run.
        outcomes: ['published', expect.stringMatching(/^(failed|aborted|crashed)$/), 'published'],
      });
    },
  );

  test('behind a network that falls silent: the run gives up by itself, and the next run heals', async () => {
    const store = await fresh();
    const proxy = await startProxy(urlOf(store));
    const args = ['--data-dir', store.dataDir, '--database-url', proxy.url];
    const { cli, resume } = await pausedAt('load.facts-copied', ['run', ...SECOND, ...args], {
      folder: store.dataDir,
    });
    proxy.fallSilent();
    resume();
    expect((await cli.ended).code).toBe(7);
    // The server does not know yet: whoever comes now is told that the lock is held.
    expect((await run(store, SECOND)).code).toBe(75);
    await proxy.close();
    const admin = new Client({ connectionString: urlOf(store) });
    await admin.connect();
    for (;;) {
      const { rows } = await admin.query(
        "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'",
      );
      if (rows.length === 0) break;
    }
    await admin.end();
    expect((await run(store, SECOND)).code).toBe(0);
    expect(await readState(store)).toMatchObject({
      release: 2,
      outcomes: ['published', 'crashed', 'published'],
    });
  });

  test('before a run begins: exit 7 at once, with words, and nothing is written', async () => {
    const { code, stderr } = await runCli([
      'run',
      ...FIRST,
      '--database-url',
      'postgres://nobody@127.0.0.1:1/none',
      '--data-dir',
      join(folder, 'none'),
    ]);
    expect([code, stderr]).toEqual([7, expect.stringContaining('cannot connect')]);
  });
});
