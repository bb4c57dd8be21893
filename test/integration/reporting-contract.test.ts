/**
 * The contract of the schema `reporting` (DESIGN §6): what BI tools rely on by name. Columns may be added and never
 * renamed or removed, so this list is only ever extended.
 */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { REPORTING_CONTRACT_VERSION } from '../../src/model/version.ts';
import { compareContracts, contractChangeText } from '../../src/warehouse/queries/contract-changes.ts';
import {
  type Contract,
  type ContractRelation,
  contractText,
  loadContract,
  readContract,
} from '../../src/warehouse/queries/reporting-contract.ts';
import { setUpDatabase } from '../../src/warehouse/schema/set-up.ts';
import { readSql } from '../../src/warehouse/schema/sql-files.ts';
import { describeEachDatabase, type TestDatabase } from '../support/databases.ts';
import { landedContract } from '../support/landed-contract.ts';
import { loadSurvey } from '../support/load-survey.ts';

const sqlFolder = { path: join(import.meta.dirname, '..', '..', 'sql') };

const words = (text: string): string[] => text.trim().split(/\s+/);

const REQUIRED_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  dim_country: words('iso3 iso2 m49 name_en name_ru name_kk un_region un_subregion member_from member_to'),
  dim_country_group: words('group_code group_name kind source evidence'),
  fact_group_membership: words('iso3 edition group_code release_no'),
  dim_edition: words('edition published_on previous_edition'),
  dim_index: words('index_code parent_code name_en'),
  dim_methodology: words('methodology_id edition index_code weights break_before break_kind evidence note'),
  dim_source_file: words(
    'source_file_sha256 file_name publisher title url licence retrieved_on published_on',
  ),
  fact_index_score: words(`iso3 edition index_code score_published published_text value_status
    component_missing_as_zero score_recomputed score_recomputed_rounded score_decimals residual residual_bound
    reconciliation_status deviation_id rank_published rank_published_text rank_from_published rank_recomputed
    rank_basis rank_method rank_n is_score_tied is_rank_shared rank_competition rank_dense level_group
    level_group_basis rating_class_derived score_change rank_change comparable_with_previous break_kind
    points_above_min points_range points_step points_basis methodology_id source_file_sha256 source_cell release_no`),
  fact_group_score: words(`group_code edition index_code mean_published_rule mean_available mean_published
    member_count counted_count zero_for_missing_count denominator_rule release_no`),
  fact_change_attribution:
    words(`iso3 edition previous_edition score_change score_change_own_osi score_change_own_tii
    score_change_own_hci score_change_method score_change_residual rank_change rank_change_own_osi rank_change_own_tii
    rank_change_own_hci rank_change_others rank_change_method rank_change_residual frame_and_method_identified note
    release_no`),
  v_egdi_wide: words('iso3 name_en edition egdi egdi_rank egdi_rank_change osi tii hci epi release_no'),
  v_score_long: words('time metric value release_no'),
  data_refresh: words('dataset release_no published_at rows checksum status'),
  data_dictionary: words('table_name column_name data_type is_nullable is_key description'),
};

const PRIMARY_KEYS: Readonly<Record<string, readonly string[]>> = {
  dim_country: ['iso3'],
  dim_country_group: ['group_code'],
  dim_edition: ['edition'],
  dim_index: ['index_code'],
  dim_methodology: ['methodology_id'],
  dim_source_file: ['source_file_sha256'],
  fact_group_membership: ['iso3', 'edition', 'group_code'],
  fact_index_score: ['iso3', 'edition', 'index_code'],
  fact_group_score: ['group_code', 'edition', 'index_code'],
  fact_change_attribution: ['iso3', 'edition'],
  data_refresh: ['dataset'],
};

const FOREIGN_KEYS: readonly string[] = [
  'fact_change_attribution.edition → dim_edition',
  'fact_change_attribution.iso3 → dim_country',
  'fact_change_attribution.previous_edition → dim_edition',
  'dim_index.parent_code → dim_index',
  'dim_methodology.edition → dim_edition',
  'dim_methodology.index_code → dim_index',
  'fact_group_membership.edition → dim_edition',
  'fact_group_membership.group_code → dim_country_group',
  'fact_group_membership.iso3 → dim_country',
  'fact_group_score.edition → dim_edition',
  'fact_group_score.group_code → dim_country_group',
  'fact_group_score.index_code → dim_index',
  'fact_index_score.deviation_id → dim_deviation',
  'fact_index_score.edition → dim_edition',
  'fact_index_score.index_code → dim_index',
  'fact_index_score.iso3 → dim_country',
  'fact_index_score.methodology_id → dim_methodology',
  'fact_index_score.source_file_sha256 → dim_source_file',
];

const EXACT_TYPES: Readonly<Record<string, string>> = {
  'fact_index_score.score_published': 'numeric(7,5)',
  'fact_index_score.score_recomputed': 'numeric(20,15)',
  'fact_index_score.score_recomputed_rounded': 'numeric(7,5)',
  'fact_index_score.rank_published': 'integer',
  'fact_index_score.rank_recomputed': 'integer',
  'fact_index_score.rank_change': 'integer',
  'fact_change_attribution.score_change': 'numeric(7,5)',
  'fact_change_attribution.score_change_own_osi': 'numeric(20,15)',
  'fact_change_attribution.rank_change': 'integer',
  'fact_change_attribution.rank_change_others': 'numeric(20,15)',
  'dim_edition.edition_date': 'date',
  'dim_edition.published_on': 'date',
  'data_refresh.published_at': 'timestamp with time zone',
  'v_score_long.time': 'timestamp with time zone',
  'v_score_long.value': 'double precision',
};

// What some tool cannot read: Evidence.dev knows strings, numbers, dates and truth values, Metabase unfolds JSON.
const READABLE_TYPES =
  /^(text|integer|bigint|boolean|date|double precision|numeric(\(\d+,\d+\))?|timestamp with time zone)$/;

interface Column {
  readonly table: string;
  readonly kind: 'table' | 'view';
  readonly tableComment: string | null;
  readonly column: string;
  readonly type: string;
  readonly collation: string | null;
  readonly comment: string | null;
}

describeEachDatabase('the reporting contract', (database) => {
  let columns: readonly Column[] = [];
  const named = ({ table, column }: Column): string => `${table}.${column}`;

  beforeAll(async () => {
    await setUpDatabase(await database.warehouse(), sqlFolder, { createRoles: false });
    columns = await readColumns(database);
  });

  test('every required table, view and column is there', () => {
    const present = new Set(columns.map(named));
    const required = Object.entries(REQUIRED_COLUMNS).flatMap(([table, names]) =>
      names.map((name) => `${table}.${name}`),
    );
    expect(required.filter((name) => !present.has(name))).toEqual([]);
  });

  test('every table, view and column has a comment', () => {
    const silent = columns.filter(({ comment, tableComment }) => !comment?.trim() || !tableComment?.trim());
    expect(silent.map(named)).toEqual([]);
  });

  test('names are lower snake case, types are those that every tool can read', () => {
    expect(
      columns.filter((one) => !/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/.test(named(one))).map(named),
    ).toEqual([]);
    const foreign = columns.filter(({ type }) => !READABLE_TYPES.test(type));
    expect(foreign.map((one) => `${named(one)} ${one.type}`)).toEqual([]);
    const types = new Map(columns.map((one) => [named(one), one.type]));
    for (const [name, type] of Object.entries(EXACT_TYPES)) expect(types.get(name), name).toBe(type);
  });

  test('every fact carries its release', () => {
    const facts = new Set(columns.map(({ table }) => table).filter((table) => table.startsWith('fact_')));
    const withRelease = columns.filter(({ column }) => column === 'release_no').map(({ table }) => table);
    expect([...facts].filter((table) => !withRelease.includes(table))).toEqual([]);
  });

  test('codes sort the same on every machine', () => {
    const codes = columns.filter(
      ({ kind, column, type }) =>
        kind === 'table' && type === 'text' && /^(iso3|.*_code|.*_id|.*_sha256)$/.test(column),
    );
    const byLocale = codes.filter(({ collation, column }) => collation !== 'C' && column !== 'layout_id');
    expect(byLocale.map(named)).toEqual([]);
  });

  describe('keys', () => {
    let keys: readonly { table: string; kind: string; columns: string; target: string | null }[] = [];
    beforeAll(async () => {
      keys = await readKeys(database);
    });

    test('every table has a primary key', () => {
      const tables = new Set(columns.filter(({ kind }) => kind === 'table').map(({ table }) => table));
      const primary = new Map(keys.filter(({ kind }) => kind === 'p').map((key) => [key.table, key.columns]));
      expect([...tables].filter((table) => !primary.has(table))).toEqual([]);
      for (const [table, names] of Object.entries(PRIMARY_KEYS)) {
        expect(primary.get(table), table).toBe(names.join(','));
      }
    });

    test('facts refer to their dimensions', () => {
      const found = keys
        .filter(({ kind }) => kind === 'f')
        .map((key) => `${key.table}.${key.columns} → ${key.target}`);
      expect(FOREIGN_KEYS.filter((key) => !found.includes(key))).toEqual([]);
    });
  });

  test('the dictionary describes what there is', async () => {
    const warehouse = await database.warehouse();
    const { rows } = await warehouse.withConnection((session) =>
      session.query('select table_name, column_name, description from reporting.data_dictionary'),
    );
    const described = rows.map((row) => `${row.table_name}.${row.column_name} ${row.description}`).sort();
    expect(described).toEqual(columns.map((one) => `${named(one)} ${one.comment}`).sort());
  });
});

describeEachDatabase('B6 the manifest', (database) => {
  let live: Contract;
  let manifest: Contract;

  beforeAll(async () => {
    const warehouse = await database.warehouse();
    await loadSurvey(warehouse, [
      'un-survey/egovkb/EGOV_DATA_2018.csv',
      'un-survey/egovkb/EGOV_DATA_2020.csv',
    ]);
    live = await warehouse.withConnection(readContract);
    manifest = await loadContract(sqlFolder);
  });

  test('is what a migrated database has: else run “npm run contract” and look at what changed', () => {
    expect(compareContracts(manifest, live).changes.map(contractChangeText)).toEqual([]);
    expect(live).toEqual(manifest);
  });

  test('describes every table, view and column, and says what a row is', () => {
    const silent = relationsOf(live).flatMap(([name, relation]) => [
      ...(relation.comment?.trim() ? [] : [name]),
      ...(relation.grain.length > 0 ? [] : [`grain of ${name}`]),
      ...relation.columns.filter(({ comment }) => !comment?.trim()).map((column) => `${name}.${column.name}`),
    ]);
    expect(silent).toEqual([]);
  });

  test('names as the grain of a view what does tell its rows apart', async () => {
    const warehouse = await database.warehouse();
    const wrong: string[] = [];
    for (const [name, { kind, grain }] of relationsOf(live)) {
      if (kind === 'table') continue;
      const key = grain.map((column) => `"${column}"`).join(', ');
      const { rows } = await warehouse.withConnection((session) =>
        session.query(`select count(*)::int as rows, count(distinct (${key}))::int as keys from ${name}`),
      );
      if (rows[0]?.rows !== rows[0]?.keys)
        wrong.push(`${name}: ${rows[0]?.rows} rows, ${rows[0]?.keys} keys`);
    }
    expect(wrong).toEqual([]);
  });

  test('B18: the dictionary gives a description, unit, source and licence of every column', async () => {
    const warehouse = await database.warehouse();
    const { rows } = await warehouse.withConnection((session) =>
      session.query('select * from reporting.data_dictionary'),
    );
    const gaps = rows.filter((row) =>
      ['description', 'table_description', 'unit', 'source', 'licence'].some((name) => !row[name]),
    );
    expect(gaps.map((row) => `${row.table_name}.${row.column_name}`)).toEqual([]);
    expect(rows).toHaveLength(
      Object.values(live.schemas.reporting).reduce((sum, { columns }) => sum + columns.length, 0),
    );
    const found = new Map(rows.map((row) => [`${row.table_name}.${row.column_name}`, row]));
    expect(found.get('fact_index_score.score_published')).toMatchObject({
      unit: 'index score, 0 to 1',
      source: 'as published: dim_source_file.publisher',
      licence: 'as stated by the publisher: dim_source_file.licence',
    });
    expect(found.get('fact_index_score.rank_recomputed')).toMatchObject({
      unit: 'rank, 1 is best',
      source: 'computed by this pipeline from published figures',
    });
    expect(found.get('fact_change_attribution.rank_change_residual')).toMatchObject({
      unit: 'places, positive is better',
      source: 'computed by this pipeline from published figures',
    });
    expect(found.get('fact_change_attribution.score_change_method')).toMatchObject({
      unit: 'index score, a difference: positive is better',
    });
    expect(found.get('fact_index_score.iso3')).toMatchObject({ refers_to: 'dim_country.iso3' });
    expect(found.get('fact_index_score.methodology_id')).toMatchObject({
      refers_to: 'dim_methodology.methodology_id',
    });
  });
});

describe('B6 the manifest in the repository', () => {
  test('is of this version, and written as “npm run contract” writes it', async () => {
    const manifest = await loadContract(sqlFolder);
    expect(manifest.version).toBe(REPORTING_CONTRACT_VERSION);
    expect(await readSql(sqlFolder, 'reporting-contract.json')).toBe(contractText(manifest));
  });

  const landed = landedContract();
  const name = 'adds to the last landed one and breaks nothing, unless its version is higher';
  if (landed === undefined) {
    test.skip(`${name} (not looked at: this is no checkout with a history)`, () => undefined);
  } else {
    test(name, async () => {
      const next = await loadContract(sqlFolder);
      const { verdict, reasons } = compareContracts(landed.contract ?? next, next);
      expect({ verdict, reasons: verdict === 'new-version' ? [] : reasons }).toEqual({
        verdict: expect.stringMatching(/^(equal|additive|new-version)$/),
        reasons: [],
      });
    });
  }
});

function relationsOf({ schemas }: Contract): [string, ContractRelation][] {
  return Object.entries(schemas).flatMap(([schema, relations]) =>
    Object.entries(relations).map(([name, relation]): [string, ContractRelation] => [
      `${schema}.${name}`,
      relation,
    ]),
  );
}

async function readColumns(database: TestDatabase): Promise<Column[]> {
  const warehouse = await database.warehouse();
  const { rows } = await warehouse.withConnection((session) =>
    session.query(
      `select c.relname as "table", case c.relkind when 'r' then 'table' else 'view' end as kind,
              obj_description(c.oid, 'pg_class') as "tableComment", a.attname as "column",
              format_type(a.atttypid, a.atttypmod) as type, l.collname as collation,
              col_description(c.oid, a.attnum) as comment
         from pg_class c
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         left join pg_collation l on l.oid = a.attcollation
        where c.relnamespace = 'reporting'::regnamespace and c.relkind in ('r', 'v', 'm', 'p', 'f')
        order by c.relname collate "C", a.attnum`,
    ),
  );
  return rows as unknown as Column[];
}

async function readKeys(database: TestDatabase) {
  const warehouse = await database.warehouse();
  const { rows } = await warehouse.withConnection((session) =>
    session.query(
      `select c.relname as "table", k.contype::text as kind, t.relname as target,
              (select string_agg(a.attname, ',' order by n.position)
                 from unnest(k.conkey) with ordinality as n(attnum, position)
                 join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n.attnum) as columns
         from pg_constraint k
         join pg_class c on c.oid = k.conrelid
         left join pg_class t on t.oid = k.confrelid
        where k.connamespace = 'reporting'::regnamespace and k.contype in ('p', 'f')`,
    ),
  );
  return rows.map((row) => ({
    table: String(row.table),
    kind: String(row.kind),
    columns: String(row.columns),
    target: row.target === null ? null : String(row.target),
  }));
}
