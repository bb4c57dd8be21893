import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';

describeEmbedded('egdi peers', (database) => {
  const peers = (...args: string[]) => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return runCli(['peers', ...args], { dataDir: target.directory });
  };

  beforeAll(async () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    expect((await runCli(['run'], { dataDir: target.directory })).code).toBe(0);
  });

  test('KAZ 2018 among the CIS: third of nine, with the gaps', async () => {
    const { code, stdout, stderr } = await peers('KAZ', '--edition', '2018', '--group', 'cis');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/place +3 of 9; in the world 39/);
    expect(stdout).toMatch(/best +Russian Federation \(RUS\), 0\.7969; 0\.0372 behind it/);
    expect(stdout).toMatch(/› 3 +Kazakhstan \(KAZ\) +0\.7597 +39$/m);
    expect(stdout).toContain('the members of CIS are listed from memory');
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(100);
  });

  test('the nearest by profile, as JSON', async () => {
    const { stdout } = await peers('KAZ', '--edition', '2024', '--nearest', '3', '--json');
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({
      edition: 2024,
      indexCode: 'EGDI',
      country: { iso3: 'KAZ' },
      place: { of: 4 },
    });
    const distances = answer.members.flatMap(({ distance }: { distance: number | null }) => distance ?? []);
    expect(distances).toHaveLength(3);
  });

  test.each([
    [['KAZ', '--edition', '2024', '--group', 'CIZ'], 'did you mean CIS'],
    [['LBY', '--edition', '2012', '--index', 'TII'], 'was not assessed in 2012'],
    [['KAZ', '--edition', '2024', '--countries', 'KAZ'], 'no peer of Kazakhstan in 2024 besides itself'],
    [['KAZ', '--edition', '2010', '--group', 'EAEU'], 'no peer of Kazakhstan has an EGDI in 2010'],
    [['KAZ', '--edition', '2024', '--countries', 'RUS,XYZ'], 'there is no country “XYZ”'],
    [['KAZ', '--edition', '2024', '--group', 'CIS', '--nearest', '3'], 'exclude each other'],
  ])('%j is refused with exit 2: %s', async (args, said) => {
    const { code, stdout, stderr } = await peers(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });
});
