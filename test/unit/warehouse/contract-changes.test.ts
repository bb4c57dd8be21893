import { describe, expect, test } from 'vitest';
import { compareContracts, contractChangeText } from '../../../src/warehouse/queries/contract-changes.ts';
import type {
  Contract,
  ContractColumn,
  ContractRelation,
} from '../../../src/warehouse/queries/reporting-contract.ts';

const column = (name: string, more: Partial<ContractColumn> = {}): ContractColumn => ({
  name,
  type: 'text',
  nullable: false,
  comment: `About ${name}.`,
  ...more,
});

const table = (more: Partial<ContractRelation> = {}): ContractRelation => ({
  kind: 'table',
  comment: 'Scores.',
  grain: ['iso3', 'edition'],
  columns: [column('iso3', { collation: 'C' }), column('edition', { type: 'integer' }), column('note')],
  primaryKey: ['iso3', 'edition'],
  foreignKeys: [{ columns: ['iso3'], refersTo: { table: 'dim_country', columns: ['iso3'] } }],
  indexes: [['edition']],
  ...more,
});

const view: ContractRelation = { kind: 'view', comment: null, grain: ['iso3'], columns: [column('iso3')] };

function contract(relations: Record<string, ContractRelation>, version = 1): Contract {
  return { version, schemas: { reporting: relations, history: {} } };
}

const old = contract({ fact: table(), v: view });
const changed = (fact: Partial<ContractRelation>) => contract({ fact: table(fact), v: view });
const withColumn = (name: string, more: Partial<ContractColumn>) =>
  changed({ columns: table().columns.map((one) => (one.name === name ? { ...one, ...more } : one)) });

describe('B6 the contract: what may be changed', () => {
  test('nothing changed: equal', () => {
    expect(compareContracts(old, contract({ fact: table(), v: view }))).toEqual({
      verdict: 'equal',
      changes: [],
      reasons: [],
    });
  });

  test.each<[string, Contract]>([
    ['a new table', contract({ fact: table(), v: view, other: table() })],
    ['a new column at the end', changed({ columns: [...table().columns, column('more')] })],
    ['another comment of a column', withColumn('note', { comment: 'Better words.' })],
    ['another comment of a table', changed({ comment: 'Better words.' })],
    [
      'a further foreign key',
      changed({
        foreignKeys: [
          ...(table().foreignKeys ?? []),
          { columns: ['edition'], refersTo: { table: 'dim_edition', columns: ['edition'] } },
        ],
      }),
    ],
    ['an index less', changed({ indexes: [] })],
    ['a view that becomes a table', contract({ fact: table(), v: { ...view, kind: 'table' } })],
  ])('%s is additive', (_name, next) => {
    const { verdict, changes, reasons } = compareContracts(old, next);
    expect([verdict, reasons]).toEqual(['additive', []]);
    expect(changes.length).toBeGreaterThan(0);
  });

  test('a column that is null no longer is additive; one that may be null now is breaking', () => {
    const lax = withColumn('note', { nullable: true });
    expect(compareContracts(lax, old).verdict).toBe('additive');
    expect(compareContracts(old, lax)).toMatchObject({
      verdict: 'breaking',
      reasons: ['reporting.fact.note: nullable no → yes'],
    });
  });

  test.each<[string, Contract, string]>([
    ['a table removed', contract({ v: view }), 'reporting.fact: is missing'],
    [
      'a column removed',
      changed({ columns: table().columns.slice(0, 2) }),
      'reporting.fact.note: is missing',
    ],
    [
      'a column retyped',
      withColumn('edition', { type: 'bigint' }),
      'reporting.fact.edition: type integer → bigint',
    ],
    [
      'another collation',
      changed({ columns: [column('iso3'), ...table().columns.slice(1)] }),
      'reporting.fact.iso3: collation C → none',
    ],
    [
      'columns in another order',
      changed({ columns: [...table().columns].reverse() }),
      'reporting.fact: order iso3, edition, note → note, edition, iso3',
    ],
    [
      'a column put in between',
      changed({ columns: [column('new'), ...table().columns] }),
      'reporting.fact: order iso3, edition, note → new, iso3, edition',
    ],
    [
      'a foreign key removed',
      changed({ foreignKeys: [] }),
      'reporting.fact: foreign key (iso3) → dim_country (iso3) → none',
    ],
    [
      'another primary key',
      changed({ primaryKey: ['iso3'] }),
      'reporting.fact: primary key iso3, edition → iso3',
    ],
    ['another grain', changed({ grain: ['iso3'] }), 'reporting.fact: grain iso3, edition → iso3'],
    ['a table that becomes a view', changed({ kind: 'view' }), 'reporting.fact: kind table → view'],
    ['a lower version', contract({ fact: table(), v: view }, 0), 'the version went from 1 to 0'],
  ])('%s is breaking, and says so', (_name, next, reason) => {
    expect(compareContracts(old, next)).toMatchObject({ verdict: 'breaking', reasons: [reason] });
  });

  test('a renamed column is one removed and one added', () => {
    const next = changed({ columns: [...table().columns.slice(0, 2), column('remark')] });
    const { verdict, changes } = compareContracts(old, next);
    expect(verdict).toBe('breaking');
    expect(changes.map(contractChangeText)).toContain('reporting.fact.note: is missing');
    expect(changes.map(contractChangeText)).toContain('reporting.fact.remark: is new');
  });

  test('a raised version permits it, and the reasons stay', () => {
    const { verdict, reasons } = compareContracts(old, contract({ v: view }, 2));
    expect([verdict, reasons]).toEqual(['new-version', ['reporting.fact: is missing']]);
  });

  test('history is held to the same rule', () => {
    const before: Contract = { version: 1, schemas: { reporting: {}, history: { v: view } } };
    const after: Contract = { version: 1, schemas: { reporting: {}, history: {} } };
    expect(compareContracts(before, after).reasons).toEqual(['history.v: is missing']);
  });
});
