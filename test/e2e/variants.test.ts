import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunReport } from '../../src/pipeline/run/run-report.ts';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { withWarehouse } from '../support/dump.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/un-survey/', import.meta.url));
const OFFICIAL_HEADER =
  'Survey Year,Country Name,E-Government Rank,E-Government Index,E-Participation Index,Online Service Index,' +
  'Human Capital Index,Telecommunication Infrastructure Index';

/** Rows of an official fixture as cells, without the header. */
function official(edition: number): string[][] {
  const text = readFileSync(join(FIXTURES, 'egovkb', `EGOV_DATA_${edition}.csv`), 'utf8');
  return text
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => {
      const match = /^(\d+),(?:"([^"]*)"|([^,]*)),(.*)$/.exec(line);
      return [match?.[1] ?? '', match?.[2] ?? match?.[3] ?? '', ...(match?.[4] ?? '').split(',')];
    });
}

const quote = (cell: string) => (/[,"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const csv = (header: string, rows: readonly (readonly string[])[], lineEnd = '\n') =>
  `${[header, ...rows.map((row) => row.map(quote).join(','))].join(lineEnd)}${lineEnd}`;
const cutZeros = (cell: string) => (/^\d\.\d+$/.test(cell) ? cell.replace(/\.?0+$/, '') : cell);

describeEmbedded('files of the survey as they are found in the world', (database) => {
  let folder: string;
  const dataDir = () => {
    const target = database.target();
    return target.kind === 'embedded' ? target.directory : '';
  };
  const backfill = async (file: string, ...extra: string[]) => {
    const result = await runCli([
      'backfill',
      'un-survey',
      '--json',
      '--data-dir',
      dataDir(),
      '--file',
      file,
      ...extra,
    ]);
    expect(result.stdout, result.stderr).not.toBe('');
    return { code: result.code, report: JSON.parse(result.stdout) as RunReport };
  };
  const write = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const errorsOf = (report: RunReport) => [
    ...new Set(report.issues.filter(({ severity }) => severity === 'error').map(({ code }) => code)),
  ];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-variants-'));
    expect((await runCli(['run', '--data-dir', dataDir()])).code).toBe(0);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  describe('load to the published facts', () => {
    test('LF instead of CRLF, unquoted names, cut zeros, ranks like 174.0, any row order', async () => {
      const rows = official(2012)
        .reverse()
        .map(([edition = '', name = '', rank = '', ...scores]) => [
          edition,
          name,
          rank && `${rank}.0`,
          ...scores.map(cutZeros),
        ]);
      const { code, report } = await backfill(
        await write('egov-rankings-2012.csv', csv(OFFICIAL_HEADER, rows)),
      );
      expect([code, report.outcome, errorsOf(report)]).toEqual([0, 'unchanged', []]);
    });

    test('columns in another order', async () => {
      const order = [1, 7, 6, 5, 4, 3, 2, 0];
      const pick = (row: readonly string[]) => order.map((index) => row[index] ?? '');
      const header = pick(OFFICIAL_HEADER.split(',')).join(',');
      const { code, report } = await backfill(
        await write('reordered.csv', csv(header, official(2020).map(pick))),
      );
      expect([code, report.outcome]).toEqual([0, 'unchanged']);
    });

    test('several editions in one file, every row twice', async () => {
      const rows = [2018, 2020, 2022].flatMap((edition) => official(edition)).flatMap((row) => [row, row]);
      const { code, report } = await backfill(await write('EGOV_DATA.csv', csv(OFFICIAL_HEADER, rows)));
      expect([code, report.outcome]).toEqual([0, 'unchanged']);
      expect(report.editions.map(({ edition, merged }) => [edition, merged])).toEqual([
        [2018, 193],
        [2020, 193],
        [2022, 193],
      ]);
    });

    test('a region added by hand, which is not read', async () => {
      const rows = official(2022).map((row) => [...row, 'Somewhere']);
      const { code, report } = await backfill(
        await write('with-regions.csv', csv(`${OFFICIAL_HEADER},Region`, rows)),
      );
      expect([code, report.outcome]).toEqual([0, 'unchanged']);
    });

    test('a code column with the known wrong code of the Bahamas, with a warning', async () => {
      const iso3 = JSON.parse(
        (
          await runCli([
            'sql',
            'select survey_label, iso3 from reporting.dim_country',
            '--json',
            '--data-dir',
            dataDir(),
          ])
        ).stdout,
      ) as { survey_label: string; iso3: string }[];
      const codeOf = new Map(iso3.map((row) => [row.survey_label, row.iso3]));
      const rows = official(2018).map((row) => {
        const code = codeOf.get(row[1]?.trim() ?? '') ?? '';
        return [...row, code === 'BHS' ? 'BHM' : code];
      });
      const { code, report } = await backfill(
        await write('coded_2018.csv', csv(`${OFFICIAL_HEADER},CODE`, rows)),
      );
      expect([code, report.outcome]).toEqual([0, 'unchanged']);
      expect(report.issues.filter(({ code: found }) => found === 'code-declared-wrong')).toHaveLength(1);
    });

    test('the headers that someone gave the edition of 2024', async () => {
      const header =
        'Survey Year,Country,Rank,E_Index,E_Participation,Online_Service,Human_Capital,Tele_Infra,Region';
      const rows = official(2024).map((row) => [...row, 'Somewhere']);
      const { code, report } = await backfill(await write('EGOV_2024_edited.csv', csv(header, rows, '\r\n')));
      expect([code, report.outcome]).toEqual([0, 'unchanged']);
    });

    test('names of their time: Turkey, the former Yugoslav Republic of Macedonia', async () => {
      const old = new Map([
        ['Türkiye', 'Turkey'],
        ['North Macedonia', 'The former Yugoslav Republic of Macedonia'],
        ['Russian Federation', 'Russia'],
      ]);
      const rows = official(2016).map(([edition = '', name = '', ...rest]) => [
        edition,
        old.get(name.trim()) ?? name,
        ...rest,
      ]);
      const { code, report } = await backfill(await write('EGOV_DATA_2016.csv', csv(OFFICIAL_HEADER, rows)));
      expect([code, report.outcome]).toEqual([0, 'unchanged']);
    });

    test('an ISO-keyed file without edition, when the edition is given', async () => {
      const bytes = await readFile(join(FIXTURES, 'unu-egov', 'egdi-2018.xlsx'));
      const file = await write('download.xlsx', bytes);
      const without = await backfill(file);
      expect([without.code, errorsOf(without.report)]).toEqual([3, ['edition-missing']]);
      const withEdition = await backfill(file, '--edition', '2018');
      expect([withEdition.code, withEdition.report.outcome]).toEqual([0, 'unchanged']);
    });

    test('a header that was renamed, by declaration alone', async () => {
      const header = OFFICIAL_HEADER.replace('Human Capital Index', 'Human Capital Component');
      const file = await write('renamed-2018.csv', csv(header, official(2018)));
      expect(errorsOf((await backfill(file)).report).sort()).toEqual(['column-missing', 'column-unexpected']);
      const declaration = await write(
        'renamed.json',
        JSON.stringify({
          layouts: [
            { id: 'egovkb-renamed-hci', variantOf: 'egovkb', columns: { HCI: 'Human Capital Component' } },
          ],
        }),
      );
      const { code, report } = await backfill(file, '--declare', declaration);
      expect([code, report.outcome]).toEqual([0, 'unchanged']);
    });
  });

  describe('are refused where nobody could say what is right', () => {
    test('two official files of one edition with different figures', async () => {
      const two = await mkdtemp(join(folder, 'two-'));
      const rows = official(2018);
      await writeFile(join(two, 'a.csv'), csv(OFFICIAL_HEADER, rows));
      const [first = [], ...rest] = rows;
      await writeFile(
        join(two, 'b.csv'),
        csv(OFFICIAL_HEADER, [[...first.slice(0, 4), '0.33720', ...first.slice(5)], ...rest]),
      );
      const { code, report } = await backfill(two);
      expect(code).toBe(3);
      expect(errorsOf(report)).toEqual(['source-conflict-undecided']);
    });

    test('a cross-check without a primary', async () => {
      const { code, report } = await backfill(join(FIXTURES, 'data360', 'UN_EGDI_TII_WIDEF.csv'));
      expect([code, errorsOf(report)]).toEqual([3, ['source-without-primary']]);
    });

    test('JSON and an empty folder', async () => {
      const json = await backfill(await write('world.json', JSON.stringify([{ country: 'Kazakhstan' }])));
      expect([json.code, errorsOf(json.report)]).toEqual([3, ['format-unsupported']]);
      const empty = await backfill(await mkdtemp(join(folder, 'empty-')));
      expect([empty.code, errorsOf(empty.report)]).toEqual([3, ['file-missing']]);
    });
  });

  describe('several files of one edition', () => {
    test('the official one is primary, the others are its confirmations, each with its cells', async () => {
      const evidence = await withWarehouse(database.target(), (warehouse) =>
        warehouse.withConnection((session) =>
          session.query(
            `select f.layout_id, e.agrees, e.printed_text from warehouse.evidence e
             join warehouse.source_file f using (source_file_id)
             join warehouse.release_partition p using (version_id) join warehouse.publication using (release_no)
             where p.dataset = 'score' and p.partition_key = '2014' and e.iso3 = 'KAZ' and e.index_code = 'OSI'
             order by f.layout_id`,
          ),
        ),
      );
      expect(evidence.rows).toEqual([
        { layout_id: 'data360-wide', agrees: true, printed_text: '0.74803' },
        { layout_id: 'egovkb', agrees: true, printed_text: '0.74803' },
        { layout_id: 'unu-egov', agrees: true, printed_text: '0.74803' },
      ]);
    });
  });
});
