import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { officialFile } from '../support/survey-files.ts';

describeEmbedded('egdi drift', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const drift = (...args: string[]) => runCli(['drift', ...args], { dataDir: dataDir() });

  beforeAll(async () => {
    const files = [2010, 2012, 2014].map(officialFile);
    expect((await runCli(['run', '--input', ...files], { dataDir: dataDir() })).code).toBe(0);
  });

  test('2010 by the weights of 2012: movers, the split, what was applied and what could not be', async () => {
    const { code, stdout, stderr } = await drift('--data', '2010', '--method', '2012');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ {2}KNA Saint Kitts and Nevis +75 +0\.46913 +75 +0\.47285 +72 +3 places up$/m);
    expect(stdout).toMatch(/^ {2}COG Congo +135 +157 +23\.5 places down +1\.5 places up$/m);
    expect(stdout).toContain('weights: OSI 0.34, TII 0.33, HCI 0.33 → 1/3 each');
    const oneLine = stdout.replace(/\s+/g, ' ');
    expect(oneLine).toContain('only the published TII of 2010 is loaded');
    expect(oneLine).toContain('another questionnaire');
    expect(stdout).toMatch(/^ {2}not ranked +CAF SWZ$/m);
  });

  test('2012 by the rule of 2014: the three countries without an EGDI get one, Libya rank 122', async () => {
    const found = JSON.parse((await drift('--data', '2012', '--method', '2014', '--json')).stdout);
    expect(found).toMatchObject({
      kind: 'drift',
      data: 2012,
      method: 2014,
      release: 1,
      agreement: { compared: 190, newlyAssessed: ['CAF', 'GIN', 'LBY'] },
    });
    expect(found.rows).toHaveLength(193);
    expect(found.rows.find((row: { iso3: string }) => row.iso3 === 'LBY')).toMatchObject({
      rankPublished: null,
      own: null,
      other: { score: 0.40817, rank: 122 },
      change: null,
    });
    expect(found.sign).toContain('worse');
  });

  test('one country, a method whose edition is not loaded: no split, and all the rest', async () => {
    const { stdout } = await drift('--data', '2010', '--method', '2020', '--country', 'Kazakhstan');
    expect(stdout).toMatch(/^ {2}KAZ Kazakhstan +46 /m);
    expect(stdout).not.toContain('what the data did');
  });

  test('raw components make a sub-index anew; a wrong file is refused with its cell', async () => {
    const file = join(dataDir(), '..', 'components.csv');
    await writeFile(file, 'edition,iso3,component,value\n2012,KAZ,adult_litracy,99.7\n');
    const refused = await drift('--data', '2012', '--method', '2014', '--components', file);
    expect([refused.code, refused.stdout]).toEqual([3, '']);
    expect(refused.stderr).toContain('components.csv: C2');
    expect(refused.stderr).toContain('did you mean adult_literacy?');
    const names = [
      'adult_literacy',
      'gross_enrolment_ratio',
      'expected_years_of_schooling',
      'mean_years_of_schooling',
    ];
    const rows = ['KAZ,99,90,15,10', 'UZB,98,70,12,9', 'KGZ,97,75,12,9'].flatMap((line) => {
      const [iso3, ...values] = line.split(',');
      return values.map((value, at) => `2012,${iso3},${names[at]},${value}`);
    });
    await writeFile(file, ['edition,iso3,component,value', ...rows].join('\n'));
    const { code, stdout } = await drift('--data', '2012', '--method', '2014', '--components', file);
    expect([code, stdout.includes('HCI made from components')]).toEqual([0, true]);
    expect(stdout).toContain('compared     3 countries');
  });

  test('--matrix: all pairs of the loaded editions', async () => {
    const { stdout } = await drift('--matrix');
    expect(stdout).toMatch(/^ {2}2010 +· +0\.45 +0\.27$/m);
    const { cells } = JSON.parse((await drift('--matrix', '--json')).stdout);
    expect(cells).toHaveLength(9);
  });

  test.each([
    [['--data', '2010'], 'whose data, and whose method?'],
    [['--data', '2010', '--method', '2011'], 'there is no method of an edition “2011”'],
    [['--data', '2010', '--method', '2010'], 'its own method'],
    [['--data', '2018', '--method', '2012'], 'release 1 has no edition 2018'],
    [['--matrix', '--country', 'KAZ'], 'takes no --country'],
    [['--data', '2010', '--method', '2012', '--country', 'SSD'], 'SSD was no member'],
  ])('%j is refused with exit 2: %s', async (args, said) => {
    const { code, stdout, stderr } = await drift(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });
});
