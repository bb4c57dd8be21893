/** A series of an office that the program does not ship: declared as JSON, and loaded without code. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IndicatorRunReport } from '../../src/pipeline/indicators/indicator-run-report.ts';
import { runCli } from '../support/cli.ts';
import { killLeftovers } from '../support/cli-process.ts';
import { describeEmbedded } from '../support/databases.ts';
import { queryRows } from '../support/dump.ts';

/** Invented figures, in the form of the real answer. */
const ANSWER = JSON.stringify([
  {
    id: '741880',
    text: 'РЕСПУБЛИКА КАЗАХСТАН',
    leaf: 'false',
    y122023: '12.5',
    '122023': '994',
    y122024: '13',
    '122024': '1031',
  },
]);
const DECLARATION = {
  $schema: 'schemas/series.schema.json',
  files: ['taldau-research.json'],
  origin: { publisher: 'Bureau of National Statistics of Kazakhstan (BNS), Taldau', title: 'Invented index' },
  source: {
    adapter: 'taldau-tree',
    id: 'taldau-research',
    title: 'Invented index',
    iso3: 'KAZ',
    languages: ['ru'],
    markers: {},
    periodId: 7,
    indicator: {
      indicatorCode: 'taldau:invented',
      nameEn: 'Invented index',
      unit: 'percent',
      frequency: 'year',
      publisher: 'test',
      isAdditive: false,
    },
  },
};

describeEmbedded('a series that nobody declared', (database) => {
  let folder: string;
  const lay = async (name: string, content: unknown) => {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const egdi = (...args: string[]) => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return runCli(['run', 'national', ...args], { dataDir: target.directory });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-new-series-'));
  });
  afterAll(async () => {
    await killLeftovers();
    await rm(folder, { recursive: true, force: true });
  });

  test('is loaded by a declaration alone, under its name or another', async () => {
    const declaration = await lay('research.series.json', DECLARATION);
    const answer = await lay('answer.json', ANSWER);
    const unsaid = await egdi('--json', '--declare', declaration, '--input', answer);
    const refused = JSON.parse(unsaid.stdout) as IndicatorRunReport;
    expect(refused.issues.map(({ code, hint }) => [code, hint])).toEqual([
      [
        'file-unknown',
        expect.stringContaining('one of taldau-agriculture, taldau-research: --series answer.json=ID'),
      ],
      ['table-unused', 'say which is: --series FILE=taldau-research'],
    ]);
    const said = ['--input', answer, '--series', 'answer.json=taldau-research'];
    const { stdout } = await egdi('--json', '--table', declaration, ...said);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'published', exitCode: 0, facts: 2 });
    const facts = await queryRows(
      database.target(),
      `select region_code, period_start::text, value::text, unit from reporting.fact_national_observation
       where indicator_code = 'taldau:invented' order by period_start`,
    );
    expect(facts.map((fact) => Object.values(fact))).toEqual([
      ['KAZ', '2023-01-01', '12.5', 'percent'],
      ['KAZ', '2024-01-01', '13', 'percent'],
    ]);
  });

  test('is refused with the path of what is wrong, without files, and where it takes what is another’s', async () => {
    const answer = await lay('answer.json', ANSWER);
    const { source } = DECLARATION;
    const cases: [unknown, string][] = [
      [
        { ...DECLARATION, source: { ...source, indicator: { ...source.indicator, frequency: 'decade' } } },
        'source.indicator.frequency',
      ],
      [source, 'its place is “source”'],
      [[DECLARATION, { ...DECLARATION, files: 3 }], '(declaration 2)'],
      [
        {
          ...DECLARATION,
          source: { ...source, indicator: { ...source.indicator, indicatorCode: 'bns:cpi' } },
        },
        'indicator bns:cpi is declared by bns-cpi',
      ],
      [{ ...DECLARATION, files: ['bns-cpi.csv'] }, 'file bns-cpi.csv is declared twice'],
    ];
    for (const [declared, words] of cases) {
      const path = await lay('wrong.json', declared);
      const { code, stderr } = await egdi('--declare', path, '--input', answer);
      expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
    }
    const { code, stderr } = await egdi('--declare', await lay('right.json', DECLARATION));
    expect([code, stderr]).toEqual([2, expect.stringContaining('--declare needs the files')]);
  });
});
