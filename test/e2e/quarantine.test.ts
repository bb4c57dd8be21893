/** B7 and B9: rows that were held back, decisions about them, and what the next run makes of these. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import { runAudits } from '../../src/warehouse/ledger/audits.ts';
import type { QuarantineDetail, QuarantineEntry } from '../../src/warehouse/queries/quarantine-rows.ts';
import { runCli } from '../support/cli.ts';
import { describeEmbedded, describeTwoDatabases, type TestDatabase } from '../support/databases.ts';
import { queryRows, withWarehouse } from '../support/dump.ts';
import { killedAt } from '../support/fault-points.ts';
import { SQL_FOLDER } from '../support/load-survey.ts';
import { officialFile, SURVEY_FOLDER } from '../support/survey-files.ts';

const ACTOR = userInfo().username;

function scene(database: TestDatabase) {
  const folder = mkdtempSync(join(tmpdir(), 'egdi-quarantine-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const place = () => {
    const target = database.target();
    return target.kind === 'server'
      ? ['--database-url', target.url, '--data-dir', join(folder, 'data')]
      : ['--data-dir', target.directory];
  };
  const cli = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runCli([...args, ...place()], { env });
  const json = async <T>(args: readonly string[]) => {
    const result = await cli([...args, '--json']);
    if (result.stdout === '') throw new Error(result.stderr);
    return { code: result.code, value: JSON.parse(result.stdout) as T };
  };
  return {
    cli,
    json,
    rows: (sql: string) => queryRows(database.target(), sql),
    run: async (...args: readonly string[]) => {
      const { code, value } = await json<RunReport>(['run', ...args]);
      return { code, ...value };
    },
    list: async (...args: readonly string[]) =>
      (await json<QuarantineEntry[]>(['quarantine', 'list', ...args])).value,
    decide: async (...args: readonly string[]) => {
      const result = await cli(['quarantine', ...args]);
      expect(result.code, result.stderr).toBe(0);
      return result.stdout;
    },
    /** A copy of an official file with a change, in a folder of its own so that it keeps its name. */
    changed: (name: string, edition: number, change: (text: string) => string) => {
      const text = readFileSync(officialFile(edition), 'utf8');
      const after = change(text);
      expect(after).not.toBe(text);
      const file = join(folder, `${name}-EGOV_DATA_${edition}.csv`);
      writeFileSync(file, after);
      return file;
    },
    write: (name: string, text: string) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      return file;
    },
  };
}

const misspelt = (text: string) =>
  text.replace('"Kazakhstan "', '"Kazakstan "').replace('Kazakhstan', 'Kazakstan');
const codes = (report: RunReport) => report.issues.map(({ code }) => code);
const numbers = (rows: readonly QuarantineEntry[]) => rows.map(({ id }) => String(id));

describeTwoDatabases('B7 a misspelt country', (database) => {
  const { changed, cli, decide, json, list, rows, run, write } = scene(database);
  const file = () => changed('typo', 2018, misspelt);

  test('is listed once, however many runs meet it', async () => {
    const input = file();
    const runs = [await run('--input', input), await run('--input', input), await run('--input', input)];
    expect(runs.map(({ code }) => code)).toEqual([3, 3, 3]);
    const held = await list();
    expect(held).toHaveLength(1);
    expect(held[0]).toMatchObject({
      status: 'open',
      edition: 2018,
      issueCodes: ['name-unknown'],
      firstRun: runs[0]?.runId,
      lastRun: runs[2]?.runId,
    });
    expect(held[0]?.issues[0]).toMatchObject({ code: 'name-unknown', column: 2 });
    for (const { runId } of runs) expect(await list('--run', String(runId))).toHaveLength(1);
    expect(await list('--file', 'another.csv')).toEqual([]);
    const text = (await cli(['quarantine', 'list'])).stdout;
    expect(text).toContain('no country is declared as “Kazakstan”');
    expect(await rows("select count(*) as n from ops.quarantine where status = 'open'")).toEqual([{ n: 1 }]);
  });

  test('is shown whole, with the command lines that decide about it', async () => {
    const [id = ''] = numbers(await list());
    const { value } = await json<QuarantineDetail>(['quarantine', 'show', id]);
    expect(value.cells.map(({ column }) => column)).toContain('Online Service Index');
    expect(value.cells[1]?.value?.trim()).toBe('Kazakstan');
    const { stdout } = await cli(['quarantine', 'show', id]);
    expect(stdout).toContain(`egdi quarantine release ${id} --set "Country Name=…" --reason "…"`);
    expect(stdout).toContain('0.75970');
  });

  test('is not decided about without a reason, by an unknown number or for an unknown column', async () => {
    const [id = ''] = numbers(await list());
    const asked = (...args: readonly string[]) => cli(['quarantine', ...args]);
    const answers = [
      await asked('release', id),
      await asked('release', id, '--reason', '  '),
      await asked('release', '99', '--reason', 'why'),
      await asked('release', id, '--set', 'Country Nam=Kazakhstan', '--reason', 'why'),
      await asked('release', id, '99', '--reason', 'why'),
      await asked('reopen', id, '--reason', 'why'),
      await asked('reject', 'seven', '--reason', 'why'),
      await asked('forget', id),
    ];
    expect(answers.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
    expect(answers[2]?.stderr).toContain(`open: ${id}`);
    expect(answers[3]?.stderr).toContain('did you mean Country Name?');
    expect((await list()).map(({ status }) => status)).toEqual(['open']);
    expect(await rows('select count(*) as n from ops.quarantine_decision')).toEqual([{ n: 0 }]);
  });

  test('released as it is, it fails again and is open again, exit 3', async () => {
    const [id = ''] = numbers(await list());
    expect(await decide('release', id, '--reason', 'try again')).toContain('The next run');
    expect((await list('--all')).map(({ status, decidedBy }) => [status, decidedBy])).toEqual([
      ['released', ACTOR],
    ]);
    const again = await run('--input', file());
    expect([again.code, again.outcome]).toEqual([3, 'refused']);
    expect(codes(again)).toEqual(expect.arrayContaining(['name-unknown', 'row-released']));
    const [row] = await list();
    expect(row).toMatchObject({ id: Number(id), status: 'open', lastRun: again.runId, decidedBy: null });
    const { value } = await json<QuarantineDetail>(['quarantine', 'show', id]);
    expect(value.decisions).toMatchObject([{ decision: 'released', reason: 'try again', by: ACTOR }]);
  });

  test('taken later thanks to an alias, it is resolved', async () => {
    const declared = write('alias.json', JSON.stringify({ aliases: [{ name: 'Kazakstan', iso3: 'KAZ' }] }));
    const report = await run('--input', file(), '--declare', declared, '--no-publish');
    expect([report.code, report.outcome]).toEqual([0, 'candidate']);
    expect(await list()).toEqual([]);
    expect((await list('--all')).map(({ status, lastRun }) => [status, lastRun])).toEqual([
      ['resolved', report.runId],
    ]);
    const [id = ''] = numbers(await list('--all'));
    expect((await cli(['quarantine', 'reject', id, '--reason', 'late'])).code).toBe(2);
    // Without the alias it is the same row that is held back again.
    expect((await run('--input', file())).code).toBe(3);
    expect(numbers(await list())).toEqual([id]);
  });

  test('released with its name corrected, the next run publishes; the print stays', async () => {
    const [id = ''] = numbers(await list());
    const said = await decide('release', id, '--set', 'Country Name=Kazakhstan', '--reason', 'a typo');
    expect(said).toContain('“Kazakstan');
    expect(said).toContain('→ “Kazakhstan”');
    const report = await run('--input', file());
    expect([report.code, report.outcome]).toEqual([0, 'published']);
    expect(report.audits.every(({ status }) => status === 'pass')).toBe(true);
    const told = report.issues.filter(({ code }) => code === 'cell-corrected');
    expect(told).toHaveLength(1);
    expect(told[0]?.message).toContain(`quarantined row ${id} was released by ${ACTOR}`);
    expect(told[0]?.message).toContain('a typo');
    expect(
      await rows(
        "select published_text, score_published from reporting.fact_index_score where iso3 = 'KAZ' and index_code = 'EGDI'",
      ),
    ).toEqual([{ published_text: '0.75970', score_published: '0.75970' }]);
    expect(
      await rows(
        `select distinct e.quarantine_id, e.decision_no, e.corrected_text
         from warehouse.evidence e where e.iso3 = 'KAZ'`,
      ),
    ).toEqual([{ quarantine_id: Number(id), decision_no: 2, corrected_text: null }]);
    // The cells were known from the run with the alias: how their row enters now is what is told.
    const explained = (await cli(['explain', 'KAZ', '2018'])).stdout;
    expect(explained).toMatch(/corrected +Country Name: “Kazakstan ?” → “Kazakhstan”/);
    expect(explained).toMatch(new RegExp(`corrected by +${ACTOR}, .*a typo`));
    expect((await cli(['explain', 'KGZ', '2018'])).stdout).not.toContain('corrected');
  });

  test('its decision is part of the key of the run, which then has nothing left to do', async () => {
    expect((await run('--input', file())).outcome).toBe('noop');
    const keys = await rows(
      "select distinct run_key from ops.run where command = 'run' and outcome in ('refused', 'published')",
    );
    // As it is, released as it is, released with a correction.
    expect(keys).toHaveLength(3);
    const [id = ''] = numbers(await list('--all'));
    await decide('reopen', id, '--reason', 'not sure any more');
    const after = await run('--input', file());
    expect([after.code, after.outcome]).toEqual([3, 'refused']);
    const { value } = await json<QuarantineDetail>(['quarantine', 'show', id]);
    expect(value.decisions.map(({ decision, reason }) => [decision, reason])).toEqual([
      ['released', 'try again'],
      ['released', 'a typo'],
      ['reopened', 'not sure any more'],
    ]);
  });

  test('in other bytes it is another row: no decision is carried over', async () => {
    const [id = ''] = numbers(await list());
    await decide('release', id, '--set', 'Country Name=Kazakhstan', '--reason', 'a typo');
    const other = changed('other', 2018, (text) => `${misspelt(text)}\n`);
    const report = await run('--input', other);
    expect([report.code, codes(report).includes('row-released')]).toEqual([3, false]);
    const open = await list();
    expect(open).toHaveLength(1);
    expect(numbers(open)).not.toEqual([id]);
  });
});

describeTwoDatabases('B7 a figure that cannot be read', (database) => {
  const { changed, cli, decide, json, list, rows, run } = scene(database);
  const file = () =>
    changed('comma', 2020, (text) => text.replace(/^(2020,"?Kazakhstan ?"?,\d+),(\d)\.(\d+)/m, '$1,"$2,$3"'));

  test('is corrected beside its print; the audit holds and can fail', async () => {
    expect((await run('--input', file())).code).toBe(3);
    const [row] = await list();
    expect(row?.issueCodes).toEqual(['score-decimal-comma']);
    const { value } = await json<QuarantineDetail>(['quarantine', 'show', String(row?.id)]);
    const printed = value.cells[3]?.value ?? '';
    const meant = printed.replace(',', '.');
    await decide('release', String(row?.id), '--set', `E-Government Index=${meant}`, '--reason', 'a comma');
    const report = await run('--input', file());
    expect([report.code, report.outcome]).toEqual([0, 'published']);
    expect(
      await rows(
        "select published_text, score_published from reporting.fact_index_score where iso3 = 'KAZ' and index_code = 'EGDI'",
      ),
    ).toEqual([{ published_text: printed, score_published: meant }]);
    const evidence = "iso3 = 'KAZ' and index_code = 'EGDI' and field = 'score'";
    expect(
      await rows(
        `select printed_text, corrected_text, quarantine_id from warehouse.evidence where ${evidence}`,
      ),
    ).toEqual([{ printed_text: printed, corrected_text: meant, quarantine_id: row?.id }]);
    const { value: explained } = await json<{ figure: { evidence: readonly object[] } }>([
      'explain',
      'KAZ',
      '2020',
    ]);
    expect(explained.figure.evidence[0]).toMatchObject({
      printedText: printed,
      correctedText: meant,
      release: { by: ACTOR, reason: 'a comma', quarantineId: row?.id },
    });
    expect((await cli(['explain', 'KAZ', '2020'])).stdout).toContain(`${printed} → ${meant}`);

    const broken = (change: string) =>
      withWarehouse(database.target(), async (warehouse) => {
        let failed: string[] = [];
        await warehouse
          .withTransaction(async (session) => {
            await session.query(change);
            const results = await runAudits(session, SQL_FOLDER, report.release ?? 0);
            failed = results.filter(({ status }) => status === 'fail').map(({ audit }) => audit);
            throw new Error('taken back');
          })
          .catch((error: Error) => expect(error.message).toBe('taken back'));
        return failed;
      });
    // Another correction than the one that was decided, and a correction by nobody.
    for (const change of [
      `update warehouse.evidence set corrected_text = '0.99' where ${evidence}`,
      `update warehouse.evidence set quarantine_id = null, decision_no = null where ${evidence}`,
      `update warehouse.evidence set corrected_text = null where ${evidence}`.replace('= null', "= '0.1'"),
    ]) {
      expect(await broken(change), change).toEqual(['print-equals-value']);
    }
  });
});

describeEmbedded('B7 a footer below the table', (database) => {
  const { changed, decide, list, rows, run } = scene(database);
  const file = () => changed('footer', 2018, (text) => `${text.trimEnd()}\nSource: UN DESA,,,,,,,\n`);

  test('is rejected; the next run leaves it out, says so, and publishes', async () => {
    expect((await run('--input', file())).code).toBe(3);
    const [id = ''] = numbers(await list());
    await decide('reject', id, '--reason', 'a footer');
    const report = await run('--input', file());
    expect([report.code, report.outcome]).toEqual([0, 'published']);
    const told = report.issues.find(({ code }) => code === 'row-rejected');
    expect(told?.message).toContain(`quarantined row ${id} was rejected by ${ACTOR}`);
    expect(told?.message).toContain('a footer');
    const [validated] = await rows(
      `select units_in, units_out, quarantined, excluded from ops.stage_run
       where run_id = ${report.runId} and stage = 'validate'`,
    );
    expect(validated).toEqual({ units_in: 194, units_out: 193, quarantined: 0, excluded: 1 });
    expect((await run('--input', file())).outcome).toBe('noop');
  });

  test('a member state that is rejected is missed, not lost in silence', async () => {
    const wrong = changed('member', 2018, misspelt);
    expect((await run('--input', wrong)).code).toBe(3);
    const [id = ''] = numbers(await list());
    await decide('reject', id, '--reason', 'taken for a footer');
    const report = await run('--input', wrong);
    expect(report.code).toBe(3);
    expect(codes(report)).toEqual(expect.arrayContaining(['member-missing', 'row-rejected']));
  });
});

describeEmbedded('B7 rows of a wide panel', (database) => {
  const { cli, decide, list, run, write } = scene(database);
  const panel = (change: (line: string) => string) => {
    const [header = '', ...lines] = readFileSync(
      join(SURVEY_FOLDER, 'data360', 'UN_EGDI_OSI_WIDEF.csv'),
      'utf8',
    )
      .trimEnd()
      .split('\n');
    const names = header.split(',');
    const kept = [...names.keys()].filter(
      (at) => !/^20/.test(names[at] ?? '') || /^20(?:18|20)$/.test(names[at] ?? ''),
    );
    const cut = (line: string) => {
      const cells = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)?.map((cell) => cell.replace(/,$/, '')) ?? [];
      return kept.map((at) => cells[at] ?? '').join(',');
    };
    return `${[header, ...lines].map(cut).map(change).join('\n')}\n`;
  };
  const inputs = (file: string) => ['--input', officialFile(2018), officialFile(2020), file];

  test('are held back edition by edition, and decided about one by one', async () => {
    const file = write(
      'panel.csv',
      panel((line) => (line.includes(',KAZ,') ? line.replace(/,([^,]*),([^,]*)$/, ',n/a,$2') : line)),
    );
    expect((await run(...inputs(file))).code).toBe(3);
    const [row, ...others] = await list();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ edition: 2018, issueCodes: ['score-not-a-number'] });
    const id = String(row?.id);
    const wrong = await cli(['quarantine', 'release', id, '--set', '2020=0.5', '--reason', 'why']);
    expect([wrong.code, wrong.stderr.includes('belongs to another record')]).toEqual([2, true]);
    await decide('release', id, '--set', '2018=0.8681', '--reason', 'as in the official file');
    const report = await run(...inputs(file));
    expect([report.code, report.outcome], JSON.stringify(report.issues)).toEqual([0, 'published']);
    expect(codes(report).filter((code) => code === 'cell-corrected')).toHaveLength(1);
  });

  test('with a wrong code are one row for each edition, released together', async () => {
    const file = write(
      'panel-2.csv',
      panel((line) => line.replace(',KAZ,', ',kaz,')),
    );
    expect((await run(...inputs(file))).code).toBe(3);
    const held = await list();
    expect(held.map(({ edition, issueCodes }) => [edition, issueCodes])).toEqual([
      [2018, ['code-unknown']],
      [2020, ['code-unknown']],
    ]);
    expect(held.map(({ issues }) => issues.length)).toEqual([1, 1]);
    const [first = '', last = ''] = numbers(held);
    await decide('release', `${first}-${last}`, '--set', 'REF_AREA=KAZ', '--reason', 'lower case');
    const report = await run(...inputs(file));
    expect(report.code, JSON.stringify(report.issues)).toBe(0);
    expect(await list()).toEqual([]);
  });
});

describeEmbedded('B7 a run that is killed', (database) => {
  const { changed, cli, decide, list, rows, run } = scene(database);

  test.each(['load.quarantine-recorded', 'load.committed'] as const)(
    'at %s holds a row back once, and heals',
    async (point) => {
      const file = changed(point, 2018, (text) => `${misspelt(text)}${'\n'.repeat(point.length)}`);
      const before = (await rows("select to_regclass('ops.quarantine') as there"))[0]?.there !== null;
      const held = before ? (await list()).length : 0;
      expect((await cli(['run', '--input', file], killedAt(point))).code).toBe(null);
      expect((await list()).length - held).toBe(point === 'load.committed' ? 1 : 0);
      expect((await run('--input', file)).code).toBe(3);
      const open = await list();
      expect(open.length - held).toBe(1);
      const id = String(open.at(-1)?.id);
      await decide('release', id, '--set', 'Country Name=Kazakhstan', '--reason', 'a typo');
      expect((await cli(['run', '--input', file], killedAt(point))).code).toBe(null);
      expect((await run('--input', file)).code).toBe(0);
    },
  );
});
