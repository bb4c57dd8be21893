/** B21: each fault that is planted leads to its finding and to no other, and the remedy that is named mends it. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDiskSpace, checkLeftovers, checkNode } from '../../../src/cli/file-checks.ts';
import { refill } from '../../../src/stages/derived.ts';
import type { Warehouse } from '../../../src/warehouse/connection/connect.ts';
import { type Check, checkClock, checkData, checkDatabase } from '../../../src/warehouse/health/health.ts';
import { migrateDatabase } from '../../../src/warehouse/schema/schema-care.ts';
import { describeEachDatabase, describeEmbedded } from '../../support/databases.ts';
import { loadSurvey, SQL_FOLDER } from '../../support/load-survey.ts';
import { officialFile } from '../../support/survey-files.ts';

interface Fault {
  readonly plant: string;
  readonly check: string;
  readonly status: 'warn' | 'fail';
  readonly message: string | RegExp;
  readonly fix: string | RegExp;
  /** How it is mended: by the SQL that the fix consists of, by what it names, or by SQL of the test. */
  readonly mend: 'as the fix says' | 'egdi migrate' | 'egdi doctor --refill' | { readonly sql: string };
}

const AS_SAID = 'as the fix says';

const CONTRACT: Record<string, Fault> = {
  'a comment changed': {
    plant: "comment on column reporting.dim_country.iso3 is 'mine'",
    check: 'contract',
    status: 'warn',
    message: 'reporting.dim_country.iso3: comment ISO 3166-1 alpha-3 code; key. → mine',
    fix: "comment on column reporting.dim_country.iso3 is 'ISO 3166-1 alpha-3 code; key.'",
    mend: AS_SAID,
  },
  'a comment lost': {
    plant: 'comment on view history.revision is null',
    check: 'contract',
    status: 'warn',
    message: /history\.revision: comment Every cell .* → none/,
    fix: /comment on view history\.revision is 'Every cell/,
    mend: AS_SAID,
  },
  'a column added by hand': {
    plant: 'alter table reporting.fact_group_score add column mine text',
    check: 'contract',
    status: 'fail',
    message: 'reporting.fact_group_score.mine: is new',
    fix: 'alter table reporting.fact_group_score drop column mine',
    mend: AS_SAID,
  },
  'a column dropped': {
    plant: 'alter table reporting.data_refresh drop column note',
    check: 'contract',
    status: 'fail',
    message: 'reporting.data_refresh.note: is missing',
    fix: 'alter table reporting.data_refresh add column note text, then egdi doctor --refill',
    mend: {
      sql: "alter table reporting.data_refresh add column note text; comment on column reporting.data_refresh.note is 'Partitions that keep an earlier version, if any.'",
    },
  },
  'another type': {
    plant: 'alter table reporting.data_refresh alter column note type varchar(400)',
    check: 'contract',
    status: 'fail',
    message: 'reporting.data_refresh.note: type text → character varying(400)',
    fix: 'alter table reporting.data_refresh alter column note type text using note::text',
    mend: AS_SAID,
  },
  'a column that may be null': {
    plant: 'alter table reporting.data_refresh alter column status drop not null',
    check: 'contract',
    status: 'fail',
    message: 'reporting.data_refresh.status: nullable no → yes',
    fix: 'alter table reporting.data_refresh alter column status set not null',
    mend: AS_SAID,
  },
  'a foreign key dropped': {
    plant: 'alter table reporting.fact_group_score drop constraint fact_group_score_group_code_fkey',
    check: 'contract',
    status: 'fail',
    message: 'reporting.fact_group_score: foreign key (group_code) → dim_country_group (group_code) → none',
    fix: 'alter table reporting.fact_group_score add foreign key (group_code) references reporting.dim_country_group (group_code) deferrable initially deferred',
    mend: AS_SAID,
  },
  'a primary key dropped': {
    plant: 'alter table reporting.data_refresh drop constraint data_refresh_pkey',
    check: 'contract',
    status: 'fail',
    message: 'reporting.data_refresh: primary key dataset → none',
    fix: 'alter table reporting.data_refresh add primary key (dataset)',
    mend: AS_SAID,
  },
  'an index dropped': {
    plant: 'drop index reporting.fact_index_score_edition_idx',
    check: 'contract',
    status: 'warn',
    message: 'reporting.fact_index_score: index edition, index_code → none',
    fix: 'create index on reporting.fact_index_score (edition, index_code)',
    mend: AS_SAID,
  },
  'a table of somebody': {
    plant: 'create table reporting.mine (x integer)',
    check: 'contract',
    status: 'warn',
    message: 'reporting.mine: is new',
    fix: 'move reporting.mine to a schema of your own, or drop it',
    mend: { sql: 'drop table reporting.mine' },
  },
  'a view renamed': {
    plant: 'alter view history.index_score rename to mine',
    check: 'contract',
    status: 'fail',
    message: 'history.index_score: is missing; history.mine: is new',
    fix: /^restore history\.index_score from a backup, or load a new database/,
    mend: { sql: 'alter view history.mine rename to index_score' },
  },
};

const RIGHTS: Record<string, Fault> = {
  'a reader who may write': {
    plant: 'grant insert on reporting.dim_country to egdi_reader',
    check: 'rights',
    status: 'fail',
    message: 'egdi_reader may write reporting.dim_country',
    fix: 'revoke insert, update, delete, truncate, trigger on reporting.dim_country from egdi_reader, public',
    mend: AS_SAID,
  },
  'a reader who may write one column': {
    plant: 'grant update (note) on reporting.dim_edition to egdi_reader',
    check: 'rights',
    status: 'fail',
    message: 'egdi_reader may write reporting.dim_edition',
    fix: /^revoke insert, update/,
    mend: AS_SAID,
  },
  'a reader who may create tables': {
    plant: 'grant create on schema reporting to egdi_reader',
    check: 'rights',
    status: 'fail',
    message: 'egdi_reader may create in schema reporting',
    fix: 'revoke create on schema reporting from egdi_reader, public',
    mend: AS_SAID,
  },
  'a reader who reaches the warehouse': {
    plant: 'grant usage on schema warehouse to egdi_reader',
    check: 'rights',
    status: 'fail',
    message: 'egdi_reader reaches schema warehouse',
    fix: 'revoke all on schema warehouse from egdi_reader, public',
    mend: AS_SAID,
  },
  'a reader who cannot read': {
    plant: 'revoke select on reporting.v_egdi_wide, history.revision from egdi_reader',
    check: 'rights',
    status: 'fail',
    message: 'egdi_reader may not read history.revision; egdi_reader may not read reporting.v_egdi_wide',
    fix: 'egdi migrate',
    mend: 'egdi migrate',
  },
  'a loader who cannot load': {
    plant: 'revoke insert on warehouse.score from egdi_loader',
    check: 'rights',
    status: 'fail',
    message: 'egdi_loader may not insert warehouse.score',
    fix: 'egdi migrate',
    mend: 'egdi migrate',
  },
  'a loader who may not number rows': {
    plant: 'revoke usage on sequence ops.run_run_id_seq from egdi_loader',
    check: 'rights',
    status: 'fail',
    message: 'egdi_loader may not use ops.run_run_id_seq',
    fix: 'egdi migrate',
    mend: 'egdi migrate',
  },
  'everybody may read': {
    plant: 'grant select on warehouse.evidence to public',
    check: 'rights',
    status: 'fail',
    message: 'everybody may select warehouse.evidence',
    fix: 'revoke all on warehouse.evidence from public',
    mend: AS_SAID,
  },
};

const DATA: Record<string, Fault> = {
  'a value changed by hand': {
    plant:
      "update reporting.fact_index_score set score_published = 0.1 where (iso3, edition, index_code) = ('KAZ', 2018, 'EGDI')",
    check: 'reporting-content',
    status: 'fail',
    message: /^fact_index_score: 1 of \d+ rows are not its own, first KAZ 2018 EGDI$/,
    fix: /egdi doctor --refill/,
    mend: 'egdi doctor --refill',
  },
  'a name changed by hand': {
    plant: "update reporting.dim_country set name_ru = 'x' where iso3 in ('KAZ', 'UZB')",
    check: 'reporting-content',
    status: 'fail',
    message: /^dim_country: 2 of \d+ rows are not its own, first KAZ$/,
    fix: /egdi doctor --refill/,
    mend: 'egdi doctor --refill',
  },
  'a row lost': {
    plant: "delete from reporting.fact_group_score where group_code = 'WORLD' and edition = 2018",
    check: 'reporting-rows',
    status: 'fail',
    message: /^fact_group_score 2018: \d+ rows instead of \d+$/,
    fix: /egdi doctor --refill/,
    mend: 'egdi doctor --refill',
  },
  'a split of a change lost': {
    plant: `delete from warehouse.change_attribution where iso3 = 'KAZ';
            delete from reporting.fact_change_attribution where iso3 = 'KAZ'`,
    check: 'reporting-rows',
    status: 'fail',
    message: 'fact_change_attribution 2018: 192 rows instead of 193',
    fix: /egdi doctor --refill/,
    mend: 'egdi doctor --refill',
  },
  'splits that were never made': {
    plant: 'delete from warehouse.change_attribution; delete from reporting.fact_change_attribution',
    check: 'reporting-rows',
    status: 'fail',
    message: 'fact_change_attribution 2018: 0 rows instead of 193',
    fix: /egdi doctor --refill/,
    mend: 'egdi doctor --refill',
  },
  'a part changed by hand': {
    plant: "update reporting.fact_change_attribution set rank_change_others = 0 where iso3 = 'KAZ'",
    check: 'reporting-content',
    status: 'fail',
    message: /^fact_change_attribution: 1 of 193 rows are not its own, first KAZ 2018$/,
    fix: /egdi doctor --refill/,
    mend: 'egdi doctor --refill',
  },
  'a refresh signal of another release': {
    plant: "update reporting.data_refresh set release_no = 99 where dataset = 'dim_index'",
    check: 'reporting-rows',
    status: 'fail',
    message: 'data_refresh names another release',
    fix: /egdi doctor --refill/,
    mend: 'egdi doctor --refill',
  },
  'a partly published release': {
    plant: "insert into warehouse.release_refusal values (1, 'score', '2018', 'score-above-one: too high')",
    check: 'refusals',
    status: 'warn',
    message: 'kept as they were: score 2018 (score-above-one: too high)',
    fix: /egdi quarantine list.*egdi run/,
    mend: { sql: 'delete from warehouse.release_refusal' },
  },
  'a run without an end': {
    plant: "update ops.run set outcome = 'running' where run_id = 1",
    check: 'runs',
    status: 'warn',
    message: /^ended without a word: 1 \(process \d+ on /,
    fix: 'the next egdi run records that, and goes on',
    mend: { sql: "update ops.run set outcome = 'published' where run_id = 1" },
  },
  'a fence without its row': {
    plant: 'create table ops.kept as table ops.writer; delete from ops.writer',
    check: 'writer',
    status: 'fail',
    message: /^the row of ops\.writer is gone/,
    fix: /insert into ops\.writer \(token\) values \(0\)$/,
    mend: { sql: 'insert into ops.writer (token) values (0); drop table ops.kept' },
  },
  'a writer of no known run': {
    plant: 'update ops.writer set run_id = 4711',
    check: 'writer',
    status: 'warn',
    message: 'the last writer names run 4711, which is not known',
    fix: 'the next egdi run takes its place',
    mend: { sql: 'update ops.writer set run_id = null' },
  },
  'a backfill left in the middle': {
    plant: `insert into ops.backfill (pipeline, run_key, first_edition, last_edition, status, started_at)
              values ('un-survey', 'key', 2018, 2020, 'failed', now());
            insert into ops.backfill_partition (backfill_id, partition_key, status)
              select max(backfill_id), unnest(array['2018', '2020']), unnest(array['done', 'failed']) from ops.backfill`,
    check: 'backfill',
    status: 'warn',
    message: /^unfinished: \d+, un-survey 2018 to 2020: 1 of 2 editions are not done$/,
    fix: /egdi backfill un-survey$/,
    mend: { sql: 'delete from ops.backfill_partition; delete from ops.backfill' },
  },
  'a candidate that was overtaken': {
    plant: `insert into warehouse.release (release_no, status, run_id, run_key, reason, created_at)
              values (0, 'candidate', 1, 'key', 'test', now())`,
    check: 'candidates',
    status: 'warn',
    message: 'never published: 0',
    fix: /egdi gc --keep 1; or publish it: egdi publish 0$/,
    mend: { sql: 'delete from warehouse.release where release_no = 0' },
  },
  'rows that wait for a decision': {
    plant: `insert into ops.quarantine (run_id, file_name, file_sha256, row_no, raw, issue_codes)
              values (1, 'a.csv', 'abc', 7, '{}', '{score-above-one}')`,
    check: 'quarantine',
    status: 'warn',
    message: 'rows held back: 1, of a.csv',
    fix: /egdi quarantine list/,
    mend: { sql: 'delete from ops.quarantine' },
  },
};

const options = { now: () => new Date(), timezone: 'UTC' };

async function findings(warehouse: Warehouse, { data = true } = {}): Promise<Check[]> {
  const { checks, isReadable } = await checkDatabase(warehouse, SQL_FOLDER, options);
  const all = isReadable && data ? [...checks, ...(await checkData(warehouse))] : checks;
  return all.filter(({ status }) => status !== 'ok');
}

async function mend(warehouse: Warehouse, how: Fault['mend'], fix: string): Promise<void> {
  if (how === 'egdi migrate') {
    await migrateDatabase(warehouse, SQL_FOLDER, { createRoles: false });
  } else if (how === 'egdi doctor --refill') {
    await warehouse.withTransaction((session) => refill(session, SQL_FOLDER));
  } else {
    await warehouse.withConnection((session) => session.exec(how === AS_SAID ? fix : how.sql));
  }
}

describeEachDatabase('B21 doctor', (database) => {
  beforeAll(async () => {
    await loadSurvey(await database.warehouse(), [2016, 2018].map(officialFile));
  });

  test('a healthy database has no finding', async () => {
    expect(await findings(await database.warehouse())).toEqual([]);
  });

  const faults = { ...CONTRACT, ...RIGHTS, ...DATA };
  test.each(Object.entries(faults))(
    '%s: exactly that finding, and its remedy mends it',
    async (_name, fault) => {
      const warehouse = await database.warehouse();
      await warehouse.withConnection((session) => session.exec(fault.plant));
      const found = await findings(warehouse);
      await mend(warehouse, fault.mend, found[0]?.fix ?? '');
      expect(found.map(({ name, status }) => `${name} ${status}`)).toEqual([
        `${fault.check} ${fault.status}`,
      ]);
      expect(found[0]?.message).toMatch(fault.message);
      expect(found[0]?.fix).toMatch(fault.fix);
      const data = fault.mend === 'egdi doctor --refill' || !['contract', 'rights'].includes(fault.check);
      expect(await findings(warehouse, { data })).toEqual([]);
    },
  );

  test('a candidate that waits for a person is no finding', async () => {
    const warehouse = await database.warehouse();
    const execute = (sql: string) => warehouse.withConnection((session) => session.exec(sql));
    await execute(`insert into ops.run (pipeline, command, run_key, outcome, engine_version, host, pid, started_at)
                     values ('un-survey', 'run', 'key', 'candidate', '1', 'here', 1, now());
                   insert into warehouse.release (release_no, status, run_id, run_key, reason, created_at)
                     select 2, 'candidate', max(run_id), 'key', 'test', now() from ops.run`);
    expect(await findings(warehouse)).toEqual([]);
    const shown = (await checkData(warehouse)).find(({ name }) => name === 'candidates');
    expect(shown?.message).toBe('waiting for egdi publish: 2');
    await execute('delete from warehouse.release where release_no = 2');
  });

  test('a clock that is off by more than half a minute is a finding, in either direction', async () => {
    const warehouse = await database.warehouse();
    const off = (seconds: number) => () => new Date(Date.now() - seconds * 1000);
    expect(await checkClock(warehouse, off(20), 'Asia/Almaty')).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('Asia/Almaty'),
    });
    expect(await checkClock(warehouse, off(3600), 'UTC')).toMatchObject({
      name: 'clock',
      status: 'warn',
      message: 'that of the database is 3600 s ahead of that of this machine',
      fix: expect.stringContaining('NTP'),
    });
    expect((await checkClock(warehouse, off(-60), 'UTC')).message).toContain('60 s behind');
  });
});

// Roles belong to the whole server, where other suites are at work.
describeEmbedded('B21 doctor, of the roles themselves', (database) => {
  beforeAll(async () => {
    await loadSurvey(await database.warehouse(), ['un-survey/egovkb/EGOV_DATA_2018.csv']);
  });

  test.each([
    ['alter role egdi_reader superuser', 'egdi_reader is a superuser', 'alter role egdi_reader nosuperuser'],
    [
      'alter role egdi_loader createrole',
      'egdi_loader may create roles or databases, replicate, or pass over row security',
      'alter role egdi_loader nocreaterole nocreatedb noreplication nobypassrls',
    ],
    [
      'grant egdi_loader to egdi_reader',
      'egdi_reader is a member of egdi_loader',
      /revoke egdi_loader from egdi_reader/,
    ],
  ])('%s', async (plant, message, fix) => {
    const warehouse = await database.warehouse();
    await warehouse.withConnection((session) => session.exec(plant));
    const found = await findings(warehouse);
    expect(found.map(({ name, status }) => `${name} ${status}`)).toEqual(['rights fail']);
    expect(found[0]?.message).toContain(message);
    expect(found[0]?.fix).toMatch(fix);
    const undo =
      'alter role egdi_reader nosuperuser; alter role egdi_loader nocreaterole; revoke egdi_loader from egdi_reader';
    await warehouse.withConnection((session) => session.exec(undo));
    expect(await findings(warehouse)).toEqual([]);
  });
});

describe('B21 doctor, outside of the database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'egdi-leftovers-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('a disk that is nearly full', async () => {
    const free = (bytes: number) =>
      checkDiskSpace(folder, async () => ({ bavail: bytes / 1000, bsize: 1000 }));
    expect(await free(2e9)).toMatchObject({ status: 'ok', message: '2.0 GB free' });
    expect(await free(1e8)).toMatchObject({
      name: 'disk-space',
      status: 'warn',
      message: `0.1 GB free for ${folder}`,
      fix: expect.stringContaining('EGDI_DATA_DIR'),
    });
    expect(await checkDiskSpace(join(folder, 'not', 'there'))).toMatchObject({ status: 'ok' });
  });

  test('an old Node', () => {
    expect(checkNode('20.18.0')).toMatchObject({
      name: 'node',
      status: 'fail',
      fix: 'install Node 20.19 or newer',
    });
  });

  test('half-written files: all of them when nobody can be at work, old ones otherwise', async () => {
    const now = new Date();
    const look = (mayBeAtWork: boolean) =>
      checkLeftovers([folder, join(folder, 'none')], { now, mayBeAtWork });
    expect(await look(false)).toMatchObject({ status: 'ok' });
    const path = join(folder, 'abc.tmp');
    writeFileSync(path, 'half');
    expect(await look(true)).toMatchObject({ status: 'ok' });
    expect(await look(false)).toMatchObject({
      name: 'leftovers',
      status: 'warn',
      message: 'half-written files: 1',
      fix: `remove them: rm ${path}`,
    });
    const yesterday = new Date(now.getTime() - 86_400_000);
    utimesSync(path, yesterday, yesterday);
    expect(await look(true)).toMatchObject({ status: 'warn' });
  });
});
