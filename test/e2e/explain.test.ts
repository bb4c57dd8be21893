import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';

const FIXTURE = join(import.meta.dirname, '../../fixtures/un-survey/egovkb/EGOV_DATA_2018.csv');

describeEmbedded('B10 egdi explain', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const explain = (...args: string[]) => runCli(['explain', ...args], { dataDir: dataDir() });
  const oneLine = async (...args: string[]) => (await explain(...args)).stdout.replace(/\s+/g, ' ');

  beforeAll(async () => {
    expect((await runCli(['run'], { dataDir: dataDir() })).code).toBe(0);
  });

  test('KAZ 2018 EGDI: value, rank, formula, cells and who confirms them', async () => {
    const { code, stdout, stderr } = await explain('KAZ', '2018', 'EGDI');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ {2}published +0\.7597 +rank 39 of 193$/m);
    expect(stdout).toMatch(/^ {2}recomputed +0\.75973… → 0\.7597 +rank 39, /m);
    expect(stdout).toContain(
      'EGDI = 1/3 × 0.8681 (OSI) + 1/3 × 0.5723 (TII) + 1/3 × 0.8388 (HCI) = 0.75973…',
    );
    expect(stdout).toMatch(/OSI +0\.8681 .* 125 of 144 /);
    // The cell that is named must hold the number in the file itself.
    const rows = readFileSync(FIXTURE, 'utf8').split(/\r?\n/);
    const row = rows.findIndex((line) => /\bKazakhstan\b/.test(line)) + 1;
    const column =
      rows[row - 1]?.split(',').findIndex((field) => field.replaceAll('"', '') === '0.75970') ?? -1;
    const cell = `${String.fromCharCode(65 + column)}${row}`;
    expect(stdout).toMatch(new RegExp(`EGDI +0\\.75970 +${cell} +EGOV_DATA_2018\\.csv +[0-9a-f]{12} +shown`));
    expect(stdout).toMatch(/0\.7597 +Sheet1!D9 +egdi-2018\.xlsx +[0-9a-f]{12} +confirms/);
    expect(stdout).toMatch(/0\.7597 +[A-Z]+\d+ +UN_EGDI_EGDI_WIDEF\.csv +[0-9a-f]{12} +confirms/);
    expect(stdout).toContain('UNU-EGOV, from UN DESA data');
    expect(stdout).toContain('World Bank, Data360');
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(100);
  });

  test('--json has the same, numerics as strings and hashes in full', async () => {
    const { stdout } = await explain('kaz', '2018', 'egdi', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      release: { releaseNo: 1 },
      country: { iso3: 'KAZ', name: 'Kazakhstan' },
      figure: { scorePublished: '0.75970', scoreRecomputed: '0.759733333333333', rankRecomputed: 39 },
      formula: { result: '0.759733333333333' },
      files: expect.arrayContaining([
        expect.objectContaining({
          fileName: 'EGOV_DATA_2018.csv',
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        }),
      ]),
    });
  });

  test('FSM 2008: not assessed, and why', async () => {
    const text = await oneLine('FSM', '2008');
    expect(text).toContain('value status not assessed');
    expect(text).toContain('no EGDI to a member without an HCI; the printed “0.00000” is no score');
    expect(text).toContain('0.33 × ? (HCI: not available) = not computed');
  });

  test('LIE 2003: a missing input that counted as zero', async () => {
    const text = await oneLine('LIE', '2003');
    expect(text).toContain('published 0.17770 rank 154 of 173');
    expect(text).toContain('1/3 × 0 (HCI: not available, counted as zero) = 0.177706…');
  });

  test('KHM 2008: a declared deviation of score and rank', async () => {
    const text = await oneLine('Cambodia', '2008');
    expect(text).toContain('declared score-KHM-2008: published 0.2989, recomputed 0.30172');
    expect(text).toContain('declared rank-KHM-2008: published 139, recomputed 137');
    expect(text).toContain('follows from score-KHM-2008');
  });

  test('KAZ 2018 TII: a sub-index by itself', async () => {
    const text = await oneLine('KAZ', '2018', 'TII');
    expect(text).toContain('published 0.5723 rank 58 of 193 (derived: none is printed)');
    expect(text).toContain('active_mobile_broadband 1/5');
    expect(text).toContain('in the EGDI with weight 1/3');
    expect(text).toMatch(/TII 0\.57230 H9 EGOV_DATA_2018\.csv/);
  });

  test.each([
    [['KZA', '2018'], 'did you mean KAZ (Kazakhstan)?'],
    [['KAZ', '2019'], 'did you mean 2018 or 2020?'],
    [['KAZ', '2018', 'EDGI'], 'did you mean EGDI?'],
    [['KAZ', 'latest'], 'an edition is a year'],
    [['SSD', '2008'], 'no member of the United Nations'],
  ])('%j is refused with exit 2: %s', async (args, said) => {
    const { code, stdout, stderr } = await explain(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });

  test('without a warehouse the next step is named', async () => {
    const { code, stderr } = await runCli(['explain', 'KAZ', '2018'], { dataDir: join(dataDir(), 'none') });
    expect(code).toBe(7);
    expect(stderr).toContain('egdi run');
  });
});
