import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';

describeEmbedded('egdi whatif', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const whatif = (...args: string[]) => runCli(['whatif', ...args], { dataDir: dataDir() });

  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'egdi-whatif-'));
    expect((await runCli(['run'], { dataDir: dataDir() })).code).toBe(0);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('KAZ 2024 to rank 20: by the rule (score of the 20th − own score)/w, less the half unit that rounding gives', async () => {
    const { code, stdout, stderr } = await whatif('KAZ', '--edition', '2024', '--rank', '20');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/today +0\.90093 \(very high\), rank 24 of 193/);
    expect(stdout).toMatch(/to reach +Ireland \(IRL\), 0\.91377, rank 20 today/);
    // 3 · (0.91377 − 0.90093) = 0.03852, of which 0.000015 is rounded up.
    expect(stdout).toMatch(
      /HCI +0\.3333 +0\.84029 +0\.87880 +\+0\.03851 +0\.91377, rank 20, shared with IRL/,
    );
    expect(stdout).toMatch(/TII +0\.3333 +0\.9235 +0\.9621 +\+0\.0386 +0\.91380, rank 20$/m);
    expect(stdout).toMatch(/^Overtaken \(3\)\n {2}Lithuania 0\.91104 \(21 → 22\)/m);
    expect(stdout).toContain('all other countries stay as they are');
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(100);
  });

  test('--json has the same, and --set of the answer leads to the rank; one unit less does not', async () => {
    const answer = JSON.parse((await whatif('KAZ', '--edition', '2024', '--rank', '20', '--json')).stdout);
    expect(answer).toMatchObject({
      kind: 'reach-rank',
      edition: 2024,
      country: { iso3: 'KAZ' },
      target: { rank: 20, strict: false, isReached: false, holder: { iso3: 'IRL' } },
      components: [{ code: 'OSI' }, { code: 'TII' }, { code: 'HCI', needed: 0.8788 }],
    });
    const rankWith = async (hci: string) =>
      JSON.parse((await whatif('KAZ', '--edition', '2024', '--set', `HCI=${hci}`, '--json')).stdout).outcome
        .rank;
    expect([await rankWith('0.87880'), await rankWith('0.87879')]).toEqual([20, 21]);
  });

  test('in points where scores are shares of points, passing whoever holds the place', async () => {
    const { stdout } = await whatif(
      'Kazakhstan',
      '--edition',
      '2020',
      '--rank',
      '25',
      '--strict',
      '--only',
      'osi',
    );
    expect(stdout).toContain(
      'OSI: at least 8 more points of 170, 165 instead of 157 above the lowest member',
    );
    expect(stdout).not.toContain('Together');
  });

  test('costs', async () => {
    const { stdout } = await whatif('KAZ', '--edition', '2018', '--rank', '20', '--cost', 'OSI=1,TII=2');
    expect(stdout).toMatch(/the cheapest at your costs +OSI 1\.0000 \(\+0\.1319, 19 more points\), TII/);
  });

  test('raw series from a file: everybody is computed anew; a file that is wrong is refused with its cells', async () => {
    const series = [
      'internet_users',
      'fixed_telephone',
      'mobile_cellular',
      'active_mobile_broadband',
      'fixed_broadband',
    ];
    const raw = {
      KAZ: [75, 22, 143, 74, 13],
      DNK: [97, 24, 122, 130, 43],
      UZB: [47, 11, 74, 56, 9],
      TCD: [5, 0.1, 43, 9, 0.1],
    };
    const lines = Object.entries(raw).flatMap(([iso3, values]) =>
      values.map((value, index) => `2018,${iso3},${series[index]},${value}`),
    );
    const file = join(folder, 'series.csv');
    await writeFile(file, ['edition,iso3,component,value', ...lines].join('\n'));
    const { code, stdout } = await whatif('KAZ', '--edition', '2018', '--rank', '38', '--components', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^ {2}fixed_broadband +TII +13\.00 +\d+\.\d\d +\+\d+\.\d\d +TII 0\.\d+, rank 38$/m,
    );
    expect(stdout.replace(/\s+/g, ' ')).toContain('recomputed for 4 members');
    await writeFile(file, 'edition,iso3,component,value\n2018,KAZ,internet_user,75\n');
    const wrong = await whatif('KAZ', '--edition', '2018', '--rank', '38', '--components', file);
    expect([wrong.code, wrong.stdout]).toEqual([3, '']);
    expect(wrong.stderr).toContain('did you mean internet_users?');
  });

  test('a rank that is reached, and one that cannot be', async () => {
    const reached = await whatif('KAZ', '--edition', '2024', '--rank', '24');
    expect([reached.code, reached.stdout.includes('Rank 24 is reached already')]).toEqual([0, true]);
    const far = await whatif('SOM', '--edition', '2018', '--rank', '1', '--only', 'TII');
    expect([far.code, far.stdout.includes('Not possible: with TII at 1')]).toEqual([0, true]);
  });

  test('a declared deviation: counted from the recomputed rank', async () => {
    const { code, stdout } = await whatif('KHM', '--edition', '2008', '--rank', '130');
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain('the printed rank of KHM is 139, recomputed it is 137');
    expect(stdout).toContain('0.3017 (middle), rank 137 of 182 (recomputed; printed 0.2989)');
  });

  test.each([
    [['KZA', '--edition', '2024', '--rank', '20'], 'did you mean KAZ'],
    [['LBY', '--edition', '2012', '--rank', '20'], 'was not assessed in 2012'],
    [['KAZ', '--edition', '2024', '--rank', '194'], 'ranks go from 1 to 193'],
    [['KAZ', '--edition', '2023', '--rank', '20'], 'no edition 2023'],
    [['KAZ', '--edition', '2024'], 'either --rank or --set'],
    [['KAZ', '--edition', '2024', '--set', 'TII=1.2'], 'TII cannot be 1.2'],
    [['KAZ', '--edition', '2024', '--rank', '20', '--cost', 'OSI=0'], 'above 0'],
    [
      ['KAZ', '--edition', '2024', '--rank', '20', '--only', 'OSI', '--cost', 'TII=1'],
      '--only leaves it as it is',
    ],
    [['KAZ', '--edition', '2024', '--set', 'TII=0,95'], 'decimal comma'],
    [['KAZ', '--rank', '20'], '--edition'],
  ])('%j is refused with exit 2: %s', async (args, said) => {
    const { code, stdout, stderr } = await whatif(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });
});
