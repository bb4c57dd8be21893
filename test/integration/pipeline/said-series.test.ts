/** Answers of offices under other names than declared: loaded where a person says what they are. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { national } from '../../../pipelines/national/index.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeEmbedded } from '../../support/databases.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';
import { createNationalBench, type NationalBench } from '../../support/national-run.ts';

const shipped = join(import.meta.dirname, '..', '..', '..', national.defaultInput);

describeEmbedded('an answer of another name', (database) => {
  let bench: NationalBench;
  const copy = async (from: string, name: string) => bench.lay(name, await readFile(join(shipped, from)));
  const run: (...args: [string[], Record<string, string>?]) => ReturnType<NationalBench['run']> = async (
    inputs,
    said = {},
  ) =>
    bench.run(await database.warehouse(), inputs, {
      seriesOfFiles: new Map(Object.entries(said)),
    });
  const codesOf = ({ issues }: Awaited<ReturnType<typeof run>>) => issues.map(({ code }) => code);
  const placesOf = async (code: string) => {
    const warehouse = await database.warehouse();
    const { rows } = await warehouse.withConnection((session) =>
      session.query(
        `select count(*)::int as n from reporting.fact_national_observation where indicator_code = $1`,
        [code],
      ),
    );
    return rows[0]?.n;
  };

  beforeAll(async () => {
    bench = await createNationalBench([], national.series);
    await setUpDatabase(await database.warehouse(), SQL_FOLDER, { createRoles: false });
  });
  afterAll(() => bench.remove());

  it('is refused with what it is and with the line that loads it', async () => {
    const cube = await copy('bns-cpi.csv', 'cube/statgovkz.tsv');
    const report = await run([cube]);
    expect([report.exitCode, codesOf(report)]).toEqual([3, ['file-unknown']]);
    expect(report.issues[0]?.message).toContain(
      'a cube of stat.gov.kz, “Индекс потребительских цен(Процент)”',
    );
    expect(report.issues[0]?.hint).toBe('if it is bns-cpi: --series statgovkz.tsv=bns-cpi');
  });

  it('is loaded as what it is said to be, by base name or path, and is no news the second time', async () => {
    const cube = await copy('bns-cpi.csv', 'cube/statgovkz.tsv');
    const report = await run([cube], { 'statgovkz.tsv': 'bns-cpi' });
    expect([report.outcome, report.tables.map(({ layoutId }) => layoutId)]).toEqual([
      'published',
      ['bns-cpi'],
    ]);
    expect(await placesOf('bns:cpi')).toBe(3);
    expect((await run([cube], { [cube]: 'bns-cpi' })).outcome).toBe('noop');
    // The same bytes, said to be something else, are another run.
    expect((await run([cube], { [cube]: 'egov-kz-figures' })).exitCode).toBe(3);
  });

  it('is loaded as what the origin note beside it says, with the answer about it under its name', async () => {
    const data = await copy('open-data-kz-population.csv', 'noted/v4.csv');
    const note = { files: { 'v4.csv': { series: 'open-data-kz-population', title: 'as noted' } } };
    await bench.lay('noted/origin.json', JSON.stringify(note));
    const refused = await run([data]);
    expect(codesOf(refused)).toEqual(['file-missing']);
    expect(refused.issues[0]?.message).toContain('v4.meta.json');
    const meta = await copy('open-data-kz-population.meta.json', 'noted/v4.meta.json');
    const report = await run([data, meta]);
    expect([report.outcome, report.facts]).toEqual(['published', 108]);
    // A request goes before the note.
    expect(codesOf(await run([data, meta], { 'v4.csv': 'bns-cpi' }))).toContain('column-missing');
  });

  it('of a series, a file or a note that is not there is misuse, or refused', async () => {
    const cube = await copy('bns-cpi.csv', 'cube/statgovkz.tsv');
    await expect(run([cube], { 'statgovkz.tsv': 'bns-cpo' })).rejects.toMatchObject({
      code: 'usage',
      hint: 'did you mean bns-cpi?',
    });
    await expect(run([cube], { 'statgov.tsv': 'bns-cpi' })).rejects.toMatchObject({ code: 'usage' });
    const other = await copy('bns-cpi.csv', 'astray/bns-cpi.csv');
    await bench.lay('astray/origin.json', '{"series": "itu:i91"}');
    const report = await run([other]);
    expect(report.issues.map(({ code, message }) => [code, message])).toEqual([
      ['file-unknown', 'is itu:i91 by its origin note: no series “itu:i91” is declared'],
    ]);
  });

  it('a series said without a file is that of the only one', async () => {
    const cube = await copy('bns-cpi.csv', 'cube/statgovkz.tsv');
    const warehouse = await database.warehouse();
    const report = await bench.run(warehouse, [cube], { seriesOfAll: 'bns-cpi', force: true });
    expect([report.exitCode, report.tables.length]).toEqual([0, 1]);
    const second = await copy('egov-kz-figures.csv', 'cube/second.csv');
    await expect(bench.run(warehouse, [cube, second], { seriesOfAll: 'bns-cpi' })).rejects.toMatchObject({
      code: 'usage',
      hint: 'say it: --series FILE=bns-cpi',
    });
  });
});
