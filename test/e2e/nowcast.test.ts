/** `egdi national` and `egdi nowcast` on what ships with the program. */
import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { dumpSchemas, withWarehouse } from '../support/dump.ts';

describeEmbedded('egdi national and egdi nowcast', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const egdi = (...args: string[]) => runCli(args, { dataDir: dataDir() });
  const refusal = async (...args: string[]) => {
    const { code, stdout, stderr } = await egdi(...args);
    expect(stdout).toBe('');
    return [code, stderr] as const;
  };

  const stored = () =>
    withWarehouse(database.target(), (warehouse) =>
      dumpSchemas(warehouse, ['warehouse', 'history', 'reporting', 'ops']),
    );

  beforeAll(async () => {
    expect((await egdi('run')).code).toBe(0);
  });

  test('are refused where no national statistics are loaded, saying how to load them', async () => {
    for (const command of ['national', 'nowcast']) {
      const [code, stderr] = await refusal(command, 'KAZ');
      expect(code).toBe(3);
      expect(stderr).toMatch(/has no national statistics\n.*egdi run national/);
    }
  });

  test('an estimate is refused where no components of all countries are loaded', async () => {
    expect((await egdi('run', 'national')).code).toBe(0);
    const [code, stderr] = await refusal('nowcast', 'KAZ');
    expect(code).toBe(3);
    expect(stderr).toMatch(/cannot be measured: .*international figure of 2022.*\n.*egdi run international/);
    expect((await egdi('run', 'international')).code).toBe(0);
  });

  test('the national view puts figures of both sides in one table, and says why they differ', async () => {
    const { code, stdout, stderr } = await egdi('national', 'KAZ');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Kazakhstan \(KAZ\) · components of TII and HCI/);
    // 92.9 of those aged 6–74, 90.924 by the international figure of the year.
    expect(stdout).toMatch(
      /^ *2021 +90\.92 +worldbank:IT\.NET\.USER\.ZS +92\.90 +2021 +KAZ:ict-users +\+1\.98$/m,
    );
    expect(stdout).toMatch(/^ *2025 +≈ 136\.27 +2025-10-31 +KAZ:mobile-subscribers$/m);
    expect(stdout).toContain(
      'KAZ:ict-users (aged 6-74): users of information and communication technologies',
    );
    expect(stdout).toMatch(
      /Adult literacy[^\n]*\n(?:.*\n)*? *– none known: no national figure is known here/,
    );
    const { figures } = JSON.parse((await egdi('national', 'KAZ', '--json')).stdout);
    expect(
      figures.find((one: { counterpartId: string }) => one.counterpartId === 'KAZ:ict-users'),
    ).toMatchObject({
      value: '92.9',
      difference: '1.976',
      file: 'ict-press-figures.csv',
      cell: 'D12',
    });
  });

  test('the estimate says that it is one in its head, with its figures and in --json, and stores nothing', async () => {
    const before = await stored();
    const { code, stdout, stderr } = await egdi(
      'nowcast',
      'KAZ',
      '--set',
      'users=93.4',
      '--source',
      'an ICT survey',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ESTIMATE · Kazakhstan \(KAZ\) · EGDI 2024/);
    expect(stdout).toMatch(/^ +estimate +EGDI 0\.90\d{3} \(\+0\.00\d{3}\), rank \d+/m);
    expect(stdout).toMatch(/^TII \(estimate\) 0\.92\d\d, published 0\.9235 \(\+0\.0\d{3}\)$/m);
    expect(stdout).toMatch(/^HCI \(estimate\) 0\.84029: as published in 2024$/m);
    expect(stdout).toContain('given by hand (an ICT survey)');
    expect(stdout).toMatch(/An estimate: no publisher has printed it/);
    const answer = JSON.parse((await egdi('nowcast', 'KAZ', '--set', 'users=93.4', '--json')).stdout);
    expect(answer).toMatchObject({
      kind: 'nowcast',
      estimate: true,
      edition: 2024,
      published: { scorePublished: 0.90093, rankPublished: 24 },
      subIndices: [
        { code: 'TII', frames: [{ edition: 2022 }, { edition: 2020 }] },
        { code: 'HCI', change: 0 },
      ],
    });
    expect(answer.subIndices[0].change).toBeGreaterThan(0.002);
    expect(answer.interval.rank.low).toBeLessThanOrEqual(answer.estimated.rank);
    expect(answer.interval.rank.high).toBeGreaterThanOrEqual(answer.estimated.rank);
    expect(await stored()).toEqual(before);
  });

  test('the same seed gives the same answer to the byte', async () => {
    const [one, two] = [await egdi('nowcast', 'KAZ', '--json'), await egdi('nowcast', 'KAZ', '--json')];
    expect(one.stdout).toBe(two.stdout);
  });

  test('on the shipped figures mobile subscriptions are above the cap: nothing moves but by a variant', async () => {
    const answer = JSON.parse((await egdi('nowcast', 'KAZ', '--json')).stdout);
    const [tii] = answer.subIndices;
    expect(tii.news.find((one: { component: string }) => one.component === 'mobile_cellular')).toMatchObject({
      change: 0,
      cap: 120,
    });
    expect(answer.variants.map((one: { factor: string }) => one.factor)).toContain('cap of 120');
  });

  test.each([
    [['nowcast', 'KAZZ'], 2, /no country “KAZZ”/],
    [['nowcast', 'UZB'], 3, /national offices of Uzbekistan is declared/],
    [['nowcast', 'KAZ', '--set', 'user=9'], 2, /no component “user”.*\n.*did you mean users/],
    [['nowcast', 'KAZ', '--set', 'users=120'], 2, /internet_users cannot be 120/],
    [['nowcast', 'KAZ', '--set', 'users=93,4'], 2, /decimal comma/],
    [['nowcast', 'KAZ', '--source', 'x'], 2, /--source goes with --set/],
    [['nowcast', 'KAZ', '--edition', '2023'], 2, /no edition 2023/],
    [['nowcast', 'KAZ', '--set', 'literacy=99.9'], 3, /Adult literacy/],
  ])('%j is refused: exit %i', async (args, exitCode, message) => {
    const [code, stderr] = await refusal(...args);
    expect(code).toBe(exitCode);
    expect(stderr).toMatch(message);
  });
});
