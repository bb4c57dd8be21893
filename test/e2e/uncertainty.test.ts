import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';

describeEmbedded('egdi uncertainty', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const uncertainty = (...args: string[]) => runCli(['uncertainty', ...args], { dataDir: dataDir() });

  beforeAll(async () => {
    expect((await runCli(['run'], { dataDir: dataDir() })).code).toBe(0);
  });

  test('says what it assumes, and shows intervals, groups, assumptions that matter and leave-one-out', async () => {
    const { code, stdout, stderr } = await uncertainty(
      ...['2018', '--country', 'KAZ', '--country', 'Estonia', '--above', 'RUS', '--replicates', '2000'],
      ...['--sobol', '--leave-one-out'],
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('release 1 · 193 countries · 2,000 replicates · seed 1');
    expect(stdout).toContain('OSI 1/3, TII 1/3, HCI 1/3; each × (1 ± up to 0.25, uniform), then rescaled');
    expect(stdout).toContain('1 … 100 (1 + 99x), as a geometric mean needs');
    expect(stdout).toMatch(/^ +39 +KAZ +Kazakhstan +39 +38 – 41 /m);
    expect(stdout).toContain('Countries that cannot be told apart');
    expect(stdout).toMatch(/rank of Kazakhstan +\d+\.\d\d +weights +0\.\d\d ± 0\.\d\d/);
    expect(stdout).toMatch(/^ +39 +KAZ +Kazakhstan +52 \(13 down\) +26 \(13 up\) +41 \(2 down\)$/m);
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(100);
  });

  test('the same seed gives the same bytes on any number of threads, another seed others', async () => {
    const ask = (...more: string[]) =>
      uncertainty('2024', '--replicates', '5000', '--sobol', '--json', ...more);
    const [one, two, three, other] = [
      await ask('--workers', '1'),
      await ask('--workers', '2'),
      await ask('--workers', '3'),
      await ask('--workers', '2', '--seed', '2'),
    ];
    expect([one.code, two.code, three.code, other.code]).toEqual([0, 0, 0, 0]);
    expect(two.stdout).toBe(one.stdout);
    expect(three.stdout).toBe(one.stdout);
    expect(other.stdout).not.toBe(one.stdout);
    const shown = JSON.parse(one.stdout) as { countries: { rankLow5: number; rankHigh95: number }[] };
    expect(shown.countries).toHaveLength(193);
    expect(shown.countries.every(({ rankLow5, rankHigh95 }) => rankLow5 <= rankHigh95)).toBe(true);
  });

  test('every edition has an answer, gaps and members without an EGDI named', async () => {
    for (const edition of ['2003', '2010', '2012', '2022']) {
      const { code, stdout, stderr } = await uncertainty(edition, '--replicates', '200', '--json');
      expect([edition, code, stderr]).toEqual([edition, 0, '']);
      const { assessed, notAssessed, missingCountedAsZero } = JSON.parse(stdout);
      expect(assessed + notAssessed.length).toBeGreaterThanOrEqual(191);
      expect(missingCountedAsZero > 0).toBe(edition === '2003');
    }
  });

  test.each([
    [['2018', '--weights', '0', '--aggregation', 'none', '--no-rounding'], 2, 'all held fixed'],
    [['2018', '--weights', '2'], 2, 'a number from 0 to 1'],
    [['2018', '--aggregation', 'harmonic'], 2, 'is not one of arithmetic, geometric'],
    [['2018', '--country', 'KZA'], 2, 'did you mean KAZ'],
    [['2010', '--country', 'TUV'], 2, 'was not assessed'],
    [['latest'], 2, 'an edition is a year'],
    [['2019'], 2, 'has no edition 2019'],
  ])('%j is refused with exit %i: %s', async (args, exitCode, said) => {
    const { code, stdout, stderr } = await uncertainty(...args);
    expect([code, stdout]).toEqual([exitCode, '']);
    expect(stderr).toContain(said);
  });
});
