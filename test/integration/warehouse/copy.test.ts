import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { CopyRow } from '../../../src/warehouse/connection/connection.ts';
import { sqlState } from '../../../src/warehouse/connection/connection.ts';
import { describeEachDatabase } from '../../support/databases.ts';

/** Any text that PostgreSQL can store: everything but NUL, made of whole characters. */
const storableText = fc
  .string({ unit: 'binary', maxLength: 40 })
  .map((text) => text.replaceAll('\0', ''))
  .filter((text) => !/\p{Surrogate}/u.test(text));
/** Text around what COPY treats specially, more often than chance would give. */
const awkwardText = fc
  .array(
    fc.constantFrom(
      '\\',
      '\n',
      '\r',
      '\t',
      '\\N',
      '\\.',
      '{',
      '}',
      '"',
      ',',
      'NULL',
      '\b',
      '\v',
      '\f',
      'é',
      '😀',
    ),
  )
  .map((parts) => parts.join(''));
const text = fc.oneof(storableText, awkwardText);

describeEachDatabase('a bulk load', (database) => {
  beforeAll(async () => {
    const warehouse = await database.warehouse();
    await warehouse.withConnection((session) =>
      session.exec(`
        create schema load;
        create table load.texts (n int, value text, list text[], document jsonb);
        create table load."odd ""name" ("a column" int primary key);
        create table load.numbers (n int primary key check (n >= 0), label text)`),
    );
  });

  const counted = async (): Promise<unknown> => {
    const warehouse = await database.warehouse();
    const { rows } = await warehouse.withConnection((s) => s.query('select count(*) as n from load.numbers'));
    return rows[0]?.n;
  };

  it('returns every text as it was, alone, in an array and in a document', async () => {
    const warehouse = await database.warehouse();
    const row = fc.record({
      value: fc.option(text),
      list: fc.option(fc.array(fc.option(text), { maxLength: 4 })),
      document: fc.option(fc.record({ text })),
    });
    await warehouse.withConnection((session) =>
      fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
          await session.exec('truncate load.texts');
          const input = rows.map(({ value, list, document }, n): CopyRow => [n, value, list, document]);
          const loaded = await session.copyIn('load.texts', ['n', 'value', 'list', 'document'], input);
          expect(loaded).toBe(rows.length);
          const found = await session.query('select value, list, document from load.texts order by n');
          expect(found.rows).toEqual(rows);
        }),
        { numRuns: 60 },
      ),
    );
  });

  it('returns every text as it was when it is a parameter', async () => {
    const warehouse = await database.warehouse();
    await warehouse.withConnection((session) =>
      fc.assert(
        fc.asyncProperty(text, fc.array(fc.option(text), { maxLength: 4 }), async (value, list) => {
          const { rows } = await session.query('select $1::text as value, $2::text[] as list', [value, list]);
          expect(rows).toEqual([{ value, list }]);
        }),
        { numRuns: 60 },
      ),
    );
  });

  it('quotes names', async () => {
    const warehouse = await database.warehouse();
    const loaded = await warehouse.withConnection((s) =>
      s.copyIn('load.odd "name', ['a column'], [[1], [2]]),
    );
    expect(loaded).toBe(2);
  });

  it('takes more rows than one chunk holds, from a generator that produces them one by one', async () => {
    const warehouse = await database.warehouse();
    async function* rows(): AsyncGenerator<CopyRow> {
      for (let n = 0; n < 60_000; n += 1) yield [n, `row ${n}`];
    }
    const loaded = await warehouse.withTransaction(async (session) => {
      const count = await session.copyIn('load.numbers', ['n', 'label'], rows());
      const { rows: found } = await session.query(
        `select count(*) as n, sum(n) as total, bool_and(label = 'row ' || n) as whole from load.numbers`,
      );
      expect(found).toEqual([{ n: 60_000, total: (59_999 * 60_000) / 2, whole: true }]);
      await session.exec('delete from load.numbers');
      return count;
    });
    expect(loaded).toBe(60_000);
  });

  it('of no rows loads none', async () => {
    const warehouse = await database.warehouse();
    expect(await warehouse.withConnection((session) => session.copyIn('load.numbers', ['n'], []))).toBe(0);
  });

  const failures: [name: string, rows: () => Iterable<CopyRow>][] = [
    [
      'a row is refused by the database',
      function* () {
        for (let n = 0; n < 60_000; n += 1) yield [n === 59_000 ? -1 : n, null];
      },
    ],
    [
      'the source fails',
      function* () {
        for (let n = 0; n < 60_000; n += 1) {
          if (n === 59_000) throw Object.assign(new Error('source failed'), { code: 'ECONNRESET' });
          yield [n, null];
        }
      },
    ],
    [
      'a value cannot be stored',
      () => [
        [1, 'fine'],
        [2, 'a\0b'],
      ],
    ],
  ];

  it.each(failures)('loads all or nothing when %s, outside a transaction', async (_, rows) => {
    const warehouse = await database.warehouse();
    const attempt = warehouse.withConnection((session) =>
      session.copyIn('load.numbers', ['n', 'label'], rows()),
    );
    await expect(attempt).rejects.toThrow();
    expect(await counted()).toBe(0);
  });

  it.each(failures)('loads all or nothing when %s, and nobody can commit the half', async (_, rows) => {
    const warehouse = await database.warehouse();
    const attempt = warehouse.withTransaction(async (session) => {
      await session.copyIn('load.numbers', ['n', 'label'], rows()).catch(() => undefined);
      const next = await session.query('select 1').catch((error: unknown) => error);
      expect(sqlState(next)).toBe('25P02');
    });
    await expect(attempt).rejects.toThrow('rolled back');
    expect(await counted()).toBe(0);
  });

  it('reports the failure of its source as it is', async () => {
    const warehouse = await database.warehouse();
    const failure = Object.assign(new Error('source failed'), { code: 'ECONNRESET' });
    // biome-ignore lint/correctness/useYield: it fails before its first row
    async function* rows(): AsyncGenerator<CopyRow> {
      throw failure;
    }
    await expect(warehouse.withConnection((s) => s.copyIn('load.numbers', ['n'], rows()))).rejects.toBe(
      failure,
    );
  });

  it('names what was wrong with the data', async () => {
    const warehouse = await database.warehouse();
    const attempt = warehouse.withConnection((s) =>
      s.copyIn('load.numbers', ['n'], [[1], ['two' as string]]),
    );
    const error: unknown = await attempt.catch((reason: unknown) => reason);
    expect(sqlState(error)).toBe('22P02');
    expect(String(error)).toContain('two');
  });

  it('stops between chunks when it is cancelled', async () => {
    const controller = new AbortController();
    if (database.kind === 'embedded') await (await database.warehouse()).close();
    const warehouse = await database.open({ signal: controller.signal });
    let produced = 0;
    function* rows(): Generator<CopyRow> {
      for (; produced < 2_000_000; produced += 1) {
        if (produced === 60_000) controller.abort(new Error('enough'));
        yield [produced, null];
      }
    }
    try {
      const attempt = warehouse.withTransaction((session) =>
        session.copyIn('load.numbers', ['n', 'label'], rows()),
      );
      await expect(attempt).rejects.toThrow();
      expect(produced).toBeLessThan(2_000_000);
      const { rows: found } = await warehouse.withConnection((s) =>
        s.query('select count(*) as n from load.numbers'),
      );
      expect(found).toEqual([{ n: 0 }]);
    } finally {
      await warehouse.close();
    }
  });
});
