import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect as connectSocket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as nextTick } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EgdiError, EXIT } from '../../../src/model/error.ts';
import { openWarehouse } from '../../../src/warehouse/connection/connect.ts';
import { sqlState } from '../../../src/warehouse/connection/connection.ts';
import {
  EMBEDDED_POSTGRES_MAJOR,
  readFormat,
  rebuildStore,
} from '../../../src/warehouse/connection/embedded-store.ts';
import { defaultStrategy } from '../../../src/warehouse/connection/store-lock.ts';
import {
  copyEmbeddedTemplate,
  describeEachDatabase,
  describeEachServer,
  describeEmbedded,
  runOnce,
} from '../../support/databases.ts';

/** Opens a store when it is told to. */
const CHILD = fileURLToPath(new URL('../../support/store-lock-child.mjs', import.meta.url));

describeEachDatabase('a warehouse connection', (database) => {
  it('returns the same JavaScript values on every database', async () => {
    const warehouse = await database.warehouse();
    const { rows } = await warehouse.withConnection((session) =>
      session.query(`select 12::int8 as big, 9007199254740993::int8 as bigger, 0.10::numeric as exact,
          date '2024-09-17' as day, timestamptz '2024-09-17 01:02:03.123456+00' as moment, true as yes,
          timestamp '2024-09-17 01:02:03' as local, 1.5::float8 as approximate, 7::int2 as small, null::text as nothing,
          '{"a": [1, null]}'::jsonb as document, '\\x00ff'::bytea as bytes, interval '1 day 2 hours' as span,
          array['a', null, 'b,"c'] as texts, array[1.50, 2]::numeric[] as numbers, 'pg_class'::regclass as other,
          array[timestamptz '2024-09-17 00:00+00'] as moments, '7f000001-0000-0000-0000-000000000000'::uuid as id`),
    );
    expect(rows).toEqual([
      {
        big: 12,
        bigger: '9007199254740993',
        exact: '0.10',
        day: '2024-09-17',
        moment: '2024-09-17T01:02:03.123456Z',
        yes: true,
        local: '2024-09-17 01:02:03',
        approximate: 1.5,
        small: 7,
        nothing: null,
        document: { a: [1, null] },
        bytes: Uint8Array.of(0, 255),
        span: '1 day 02:00:00',
        texts: ['a', null, 'b,"c'],
        numbers: ['1.50', '2'],
        other: 'pg_class',
        moments: ['2024-09-17T00:00:00.000Z'],
        id: '7f000001-0000-0000-0000-000000000000',
      },
    ]);
  });

  it('takes parameters of every type', async () => {
    const warehouse = await database.warehouse();
    const moment = new Date(Date.UTC(2024, 8, 17, 1, 2, 3, 4));
    const { rows } = await warehouse.withConnection((session) =>
      session.query(
        `select $1::text as a, $2::int as b, $3::numeric as c, $4::boolean as d, $5::timestamptz as e, $6::jsonb as f,
                $7::text[] as g, $8::bytea as h, $9::int8 as i, $10::date as j, $11::text is null as k`,
        [
          'x',
          1,
          '0.10',
          false,
          moment,
          { y: 1 },
          ['p', 'q"r', null],
          Uint8Array.of(1, 2),
          3n,
          '2024-09-17',
          undefined,
        ],
      ),
    );
    expect(rows).toEqual([
      {
        a: 'x',
        b: 1,
        c: '0.10',
        d: false,
        e: moment.toISOString(),
        f: { y: 1 },
        g: ['p', 'q"r', null],
        h: Uint8Array.of(1, 2),
        i: 3,
        j: '2024-09-17',
        k: true,
      },
    ]);
  });

  it('answers the next query after ten different errors', async () => {
    const warehouse = await database.warehouse();
    await warehouse.withConnection((session) =>
      session.exec(
        'create table parent (id int primary key check (id < 9)); create table child (id int references parent)',
      ),
    );
    const failures: [state: string, statement: string, params: unknown[]][] = [
      ['42601', 'selec 1', []],
      ['42P01', 'select * from absent', []],
      ['42703', 'select absent from parent', []],
      ['22P02', 'select $1::int', ['x']],
      ['22012', 'select 1 / $1::int', [0]],
      ['23502', 'insert into parent values ($1)', [null]],
      ['23514', 'insert into parent values ($1)', [9]],
      ['23503', 'insert into child values ($1)', [1]],
      ['22003', 'select $1::int2', [100_000]],
      ['42883', 'select absent($1::int)', [1]],
      ['22008', 'select $1::date', ['2024-02-30']],
      ['42601', 'select 1; select 2', []],
      ['08P01', 'select $1::text', []],
    ];
    for (const [state, statement, params] of failures) {
      const failure = await warehouse
        .withConnection((session) => session.query(statement, params))
        .catch((error: unknown) => error);
      expect(sqlState(failure), statement).toBe(state);
      const next = await warehouse.withConnection((session) =>
        session.query('select $1::text as text', ['fine']),
      );
      expect(next.rows).toEqual([{ text: 'fine' }]);
    }
    await warehouse.withConnection(async (session) => {
      for (const [state, statement, params] of failures) {
        const failure = await session.query(statement, params).catch((error: unknown) => error);
        expect(sqlState(failure), statement).toBe(state);
      }
      expect((await session.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    });
  });

  it('runs Kysely queries and reports the number of changed rows', async () => {
    const warehouse = await database.warehouse();
    await warehouse.withTransaction(async ({ db }) => {
      await sql`create table kysely_rows (id int primary key, label text)`.execute(db);
      const inserted =
        await sql`insert into kysely_rows select n, 'row ' || n from generate_series(1, 3) n`.execute(db);
      expect(inserted.numAffectedRows).toBe(3n);
      const { rows } = await sql`select label from kysely_rows where id = ${2}`.execute(db);
      expect(rows).toEqual([{ label: 'row 2' }]);
    });
  });

  it('refuses a transaction of Kysely, which would end the surrounding one', async () => {
    const warehouse = await database.warehouse();
    const attempt = warehouse.withTransaction(({ db }) => db.transaction().execute(async () => undefined));
    await expect(attempt).rejects.toThrow('withTransaction');
  });

  it('queues statements that are started together', async () => {
    const warehouse = await database.warehouse();
    await warehouse.withConnection(async (session) => {
      await session.exec('create table together (id int)');
      const [, loaded, counted] = await Promise.all([
        session.query('insert into together values (1)'),
        session.copyIn('together', ['id'], [[2], [3]]),
        session.query('select count(*) as n from together'),
      ]);
      expect([loaded, counted.rows]).toEqual([2, [{ n: 3 }]]);
    });
  });

  it('is useless after its function has returned', async () => {
    const warehouse = await database.warehouse();
    const session = await warehouse.withConnection(async (inner) => inner);
    await expect(session.query('select 1')).rejects.toThrow('has ended');
    await expect(sql`select 1`.execute(session.db)).rejects.toThrow('has ended');
  });

  it('must not be left inside a transaction', async () => {
    const warehouse = await database.warehouse();
    await expect(warehouse.withConnection((session) => session.exec('begin'))).rejects.toThrow('left open');
    const { rows } = await warehouse.withConnection((session) => session.query('select 1 as one'));
    expect(rows).toEqual([{ one: 1 }]);
  });

  it('knows the version of its server', async () => {
    const warehouse = await database.warehouse();
    const { rows } = await warehouse.withConnection((session) => session.query('show server_version'));
    expect(String(rows[0]?.server_version)).toMatch(
      new RegExp(`^${warehouse.serverVersion.text.replace('.', '\\.')}`),
    );
  });
});

describeEachDatabase('a transaction', (database) => {
  const count = async () => {
    const warehouse = await database.warehouse();
    const { rows } = await warehouse.withConnection((session) =>
      session.query('select count(*) as n from ledger'),
    );
    return rows[0]?.n;
  };

  beforeEach(async () => {
    const warehouse = await database.warehouse();
    await warehouse.withConnection((session) =>
      session.exec(`drop table if exists ledger;
        create table ledger (id int primary key, other int references ledger deferrable initially deferred)`),
    );
  });

  it('is committed when its function returns', async () => {
    const warehouse = await database.warehouse();
    const result = await warehouse.withTransaction(async (session) => {
      await session.query('insert into ledger values (1)');
      return 'done';
    });
    expect([result, await count()]).toEqual(['done', 1]);
  });

  it('is rolled back when its function throws, and the error is the function’s own', async () => {
    const warehouse = await database.warehouse();
    const attempt = warehouse.withTransaction(async (session) => {
      await session.query('insert into ledger values (1)');
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await count()).toBe(0);
  });

  it('is rolled back, aloud, when a failed statement was swallowed', async () => {
    const warehouse = await database.warehouse();
    const attempt = warehouse.withTransaction(async (session) => {
      await session.query('insert into ledger values (1)');
      await session.query('insert into ledger values (1)').catch(() => undefined);
    });
    await expect(attempt).rejects.toThrow('rolled back');
    expect(await count()).toBe(0);
  });

  it('waits for a statement that nobody awaited', async () => {
    const warehouse = await database.warehouse();
    await warehouse.withTransaction(async (session) => {
      void session.query('insert into ledger values (1)');
    });
    expect(await count()).toBe(1);
  });

  it('fails at commit when a deferred constraint is violated', async () => {
    const warehouse = await database.warehouse();
    const attempt = warehouse.withTransaction((session) => session.query('insert into ledger values (1, 2)'));
    expect(sqlState(await attempt.catch((error: unknown) => error))).toBe('23503');
    expect(await count()).toBe(0);
  });

  it('cannot write when it is read-only, and sees one state throughout', async () => {
    const warehouse = await database.warehouse();
    const attempt = warehouse.withTransaction((session) => session.query('insert into ledger values (1)'), {
      readOnly: true,
    });
    expect(sqlState(await attempt.catch((error: unknown) => error))).toBe('25006');
    const isolation = await warehouse.withTransaction(
      (session) => session.query('show transaction_isolation'),
      {
        readOnly: true,
      },
    );
    expect(isolation.rows).toEqual([{ transaction_isolation: 'repeatable read' }]);
  });

  it('refuses a second session inside instead of waiting for itself', async () => {
    const warehouse = await database.warehouse();
    for (const inner of ['withConnection', 'withTransaction'] as const) {
      const attempt = warehouse.withTransaction(async () =>
        warehouse[inner]((session) => session.query('select 1')),
      );
      await expect(attempt).rejects.toThrow('inside another session');
    }
    expect(await count()).toBe(0);
    await expect(warehouse.withConnection(() => warehouse.close())).rejects.toThrow('inside a session');
  });

  it('lets independent work wait for its turn', async () => {
    const warehouse = await database.warehouse();
    const insert = (id: number) =>
      warehouse.withTransaction((s) => s.query('insert into ledger values ($1)', [id]));
    await Promise.all(Array.from({ length: 12 }, (_, id) => insert(id)));
    expect(await count()).toBe(12);
  });

  it('is finished before the warehouse closes, which then lends nothing', async () => {
    const warehouse = database.kind === 'server' ? await database.open() : await database.warehouse();
    const last = warehouse.withTransaction(async (session) => {
      await session.query('insert into ledger values (1)');
      return (await session.query('select 1 as one')).rows;
    });
    await warehouse.close();
    expect(await last).toEqual([{ one: 1 }]);
    await expect(warehouse.withConnection(async () => 1)).rejects.toThrow('closed');
  });
});

describeEachServer('a server', (database) => {
  const failure = async (url: string) => {
    const error: unknown = await openWarehouse({ kind: 'server', url }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EgdiError);
    return error as EgdiError;
  };

  it('that cannot be reached is reported with exit 7, a hint and no password', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const address = probe.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => probe.close(resolve));
    const error = await failure(`postgres://loader:secret@127.0.0.1:${port}/egdi`);
    expect(error).toMatchObject({ code: 'database-unavailable', exitCode: EXIT.databaseUnavailable });
    expect(error.message).toContain(`loader:***@127.0.0.1:${port}`);
    expect(error.message).not.toContain('secret');
    expect(error.hint).toContain('DATABASE_URL');
  });

  it('without the database is reported with exit 7', async () => {
    const error = await failure(`${database.url()}_absent`);
    expect(error).toMatchObject({ code: 'database-unavailable', exitCode: EXIT.databaseUnavailable });
    expect(error.hint).toContain('create the database');
  });

  it('that does not know the user is reported with exit 7', async () => {
    const url = new URL(database.url());
    url.username = 'nobody_of_that_name';
    const error = await failure(url.href);
    expect(error).toMatchObject({ code: 'database-unavailable', exitCode: EXIT.databaseUnavailable });
  });

  it('refuses a URL that is none', async () => {
    const error = await failure('postgres://loader:secret@:x:y/egdi');
    expect(error.exitCode).toBe(EXIT.databaseUnavailable);
    expect(JSON.stringify([error.message, error.cause])).not.toContain('secret');
  });

  it('sees the program by its name', async () => {
    const warehouse = await database.warehouse();
    const { rows } = await warehouse.withConnection((session) => session.query('show application_name'));
    expect(rows).toEqual([{ application_name: 'egdi test' }]);
  });

  it('that ends an idle session is connected to again', async () => {
    const warehouse = await database.open();
    try {
      await warehouse.withConnection((session) => session.query('select 1'));
      await endSessions(database.url());
      // The pool hears of it with the next turns of the event loop; until then the first use may report it.
      const attempt = () => warehouse.withConnection((session) => session.query('select 1 as one'));
      const { rows } = await attempt().catch(attempt);
      expect(rows).toEqual([{ one: 1 }]);
    } finally {
      await warehouse.close();
    }
  });

  it('that ends a session inside a transaction is reported with exit 7, and the next one works', async () => {
    const warehouse = await database.open();
    try {
      await warehouse.withConnection((session) => session.exec('create table lost (id int)'));
      const attempt = warehouse.withTransaction(async (session) => {
        await session.query('insert into lost values (1)');
        await endSessions(database.url());
        await session.query('insert into lost values (2)');
      });
      await expect(attempt).rejects.toMatchObject({
        code: 'database-unavailable',
        exitCode: EXIT.databaseUnavailable,
      });
      const { rows } = await warehouse.withConnection((session) =>
        session.query('select count(*) as n from lost'),
      );
      expect(rows).toEqual([{ n: 0 }]);
    } finally {
      await warehouse.close();
    }
  });
});

describeEachServer('a server behind a network', (database) => {
  it('that swallows the answers is reported with exit 7 instead of waited for', async () => {
    const target = new URL(database.url());
    let silent = false;
    const proxy = createServer((near) => {
      const far = connectSocket(Number(target.port || 5432), target.hostname);
      near.on('data', (bytes) => silent || far.write(bytes));
      far.on('data', (bytes) => silent || near.write(bytes));
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        one.on('error', () => undefined);
        one.on('close', () => other.destroy());
      }
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const address = proxy.address();
    const url = new URL(target);
    url.hostname = '127.0.0.1';
    url.port = String(typeof address === 'object' ? address?.port : 0);
    const warehouse = await openWarehouse({ kind: 'server', url: url.href, statementTimeoutMs: 100 });
    const attempt = warehouse.withTransaction(async (session) => {
      silent = true;
      await session.query('select 1');
    });
    await expect(attempt).rejects.toMatchObject({
      code: 'database-unavailable',
      exitCode: EXIT.databaseUnavailable,
    });
    silent = false;
    await warehouse.withConnection((session) => session.query('select 1'));
    await warehouse.close();
    proxy.close();
  });

  it('ends a statement that takes too long, and goes on', async () => {
    const warehouse = await openWarehouse({ ...database.target(), statementTimeoutMs: 50 });
    const attempt = warehouse.withConnection((session) => session.query('select pg_sleep(60)'));
    expect(sqlState(await attempt.catch((error: unknown) => error))).toBe('57014');
    await warehouse.withConnection((session) => session.query('select 1'));
    await warehouse.close();
  });
});

async function endSessions(url: string): Promise<void> {
  await runOnce(
    url,
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  );
}

describe('an embedded store', () => {
  let folder: string;
  let directory: string;
  const open = () => openWarehouse({ kind: 'embedded', directory });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-store-'));
    directory = join(folder, 'deep', '.egdi');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is created where there is none, records its format and keeps its rows', async () => {
    const first = await open();
    await first.withConnection((session) => session.exec('create table kept as select 42 as answer'));
    await first.close();
    expect(readFormat(directory)).toMatchObject({ store: 1, postgresMajor: EMBEDDED_POSTGRES_MAJOR });
    expect(readFormat(directory)?.pgliteVersion).toMatch(/^\d+\.\d+\.\d+/);

    const second = await open();
    expect(second.serverVersion.major).toBe(EMBEDDED_POSTGRES_MAJOR);
    const { rows } = await second.withConnection((session) => session.query('select answer from kept'));
    expect(rows).toEqual([{ answer: 42 }]);
    await second.close();
    expect((await readdir(directory)).sort()).toEqual(['format.json', 'pg']);
  });

  it('heals when its creator was killed half-way', async () => {
    const creator = spawn(process.execPath, [CHILD, directory, defaultStrategy(), 'work'], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    try {
      creator.stdin.write('go\ngo\n');
      const begun = () =>
        existsSync(directory) && readdirSync(directory).some((name) => name.startsWith('pg.new-'));
      while (!begun()) await nextTick(5);
    } finally {
      creator.kill('SIGKILL');
      await once(creator, 'exit');
    }
    expect(existsSync(join(directory, 'pg'))).toBe(false);
    await writeFile(join(directory, 'format.json.1'), '{');
    await rm(join(directory, 'at-work'));
    const warehouse = await open();
    await warehouse.close();
    expect((await readdir(directory)).sort()).toEqual(['format.json', 'pg']);
  });

  it('heals when only the record of its format is missing', async () => {
    copyEmbeddedTemplate(directory);
    await rm(join(directory, 'format.json'));
    const warehouse = await open();
    await warehouse.close();
    expect(readFormat(directory)).toMatchObject({ store: 1 });
  });

  it.each([
    ['a later format', 'format.json', '{"store": 2, "postgresMajor": 18}'],
    ['a record that cannot be read', 'format.json', 'not JSON'],
    ['another PostgreSQL', join('pg', 'PG_VERSION'), '17\n'],
  ])('is refused with the command that rebuilds it: %s', async (_, file, content) => {
    copyEmbeddedTemplate(directory);
    await writeFile(join(directory, file), content);
    const error = await open().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'store-format', exitCode: EXIT.databaseUnavailable });
    expect((error as EgdiError).hint).toContain('egdi migrate --rebuild');
  });

  it('is rebuilt beside the old one, which is kept together with everything else', async () => {
    copyEmbeddedTemplate(directory);
    await mkdir(join(directory, 'snapshots'));
    await writeFile(join(directory, 'pg', 'PG_VERSION'), '17\n');
    const aside = await rebuildStore(directory, new Date(Date.UTC(2026, 0, 2, 3, 4, 5)));
    expect(aside).toBe(join(directory, 'pg.old-20260102T030405Z'));
    expect((await readdir(directory)).sort()).toEqual(['pg.old-20260102T030405Z', 'snapshots']);
    expect(await rebuildStore(directory)).toBeUndefined();

    copyEmbeddedTemplate(directory);
    await (await open()).close();
    expect(await readFile(join(directory, 'pg.old-20260102T030405Z', 'PG_VERSION'), 'utf8')).toBe('17\n');
  });

  it('is free again after a failed opening', async () => {
    copyEmbeddedTemplate(directory);
    await rename(join(directory, 'format.json'), join(directory, 'format.kept'));
    await writeFile(join(directory, 'format.json'), 'not JSON');
    await expect(open()).rejects.toMatchObject({ code: 'store-format' });
    await rename(join(directory, 'format.kept'), join(directory, 'format.json'));
    await (await open()).close();
  });
});

describeEmbedded('the embedded database', (database) => {
  it('lets timers run between the statements of a long session', async () => {
    const warehouse = await database.warehouse();
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 1);
    await warehouse.withConnection(async (session) => {
      for (let i = 0; i < 20; i += 1) await session.query('select count(*) from generate_series(1, 300000)');
    });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });

  it('is refused to a second opener', async () => {
    await database.warehouse();
    const error = await database.open().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'lock-held', exitCode: EXIT.locked });
    expect((error as EgdiError).message).toContain(`process ${process.pid}`);
  });
});
