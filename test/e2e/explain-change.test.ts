import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { officialFile } from '../support/survey-files.ts';

describeEmbedded('egdi explain, between two editions', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const explain = (...args: string[]) => runCli(['explain', ...args], { dataDir: dataDir() });

  beforeAll(async () => {
    const files = [2010, 2012, 2016, 2018].map(officialFile);
    expect((await runCli(['run', '--input', ...files], { dataDir: dataDir() })).code).toBe(0);
  });

  test('Estonia 2016 to 2018: its own improvements, and all others, who improved more', async () => {
    const { code, stdout, stderr } = await explain('EST', '2016', '2018');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ {2}rank +13 → 16 \(of 193 → of 193\): 3 places down$/m);
    expect(stdout).toMatch(/^ {2}own OSI \(frame and method included\) +0\.25 places up$/m);
    expect(stdout).toMatch(/^ {2}own TII \(frame and method included\) +1\.42 places up$/m);
    expect(stdout).toMatch(/^ {2}own HCI \(frame and method included\) +0\.08 places up$/m);
    expect(stdout).toMatch(/^ {2}all other countries +4\.75 places down$/m);
    expect(stdout).toContain('It is not zero; it is not known.');
    const oneLine = stdout.replace(/\s+/g, ' ');
    expect(oneLine).toContain('TII 2018 (active mobile-broadband replaces wireless broadband)');
    expect(oneLine).toContain('Release 1, published figures of the editions 2016 and 2018');
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(100);
  });

  test('--json: exact fractions that sum to the change, the sign said, nothing unknown shown as zero', async () => {
    const change = JSON.parse((await explain('afg', '2016', '2018', '--json')).stdout);
    expect(change).toMatchObject({
      kind: 'change',
      country: { iso3: 'AFG' },
      sign: { rank: 'positive is a larger rank number, which is worse: places down' },
      before: { edition: 2016, releaseNo: 1, rank: 171, rankBasis: 'published' },
      rank: { change: 6, places: '6 down' },
    });
    const parts = change.rank.ownAndOthers as { part: string; index: string | null; exact: string }[];
    expect(parts.map(({ part, index, exact }) => [index ?? part, exact])).toEqual([
      ['OSI', '-1/3'],
      ['TII', '-1/2'],
      ['HCI', '-22/3'],
      ['others', '85/6'],
    ]);
    const columns = change.rank.columns as { index: string; exact: string }[];
    expect(columns.map(({ index, exact }) => [index, exact])).toEqual([
      ['OSI', '53/6'],
      ['TII', '4/3'],
      ['HCI', '-25/6'],
    ]);
    expect(JSON.stringify(change)).not.toContain('"part":"frame"');
  });

  test('2010 to 2012: other weights are a part, and who was not ranked before counts', async () => {
    const { stdout } = await explain('KAZ', '2010', '2012', '--geometric');
    expect(stdout).toMatch(/own OSI .*0\.34 → 1\/3/);
    expect(stdout).toMatch(/^ {2}method: other weights +0\.25 places down$/m);
    expect(stdout).toMatch(/^ {2}new above +1: MCO$/m);
    expect(stdout).toMatch(/^ {2}change of the geometric mean +\+0\.182288$/m);
  });

  test('2018 back to 2010, of an index: the ends are compared, and what lies between is named', async () => {
    const { stdout } = await explain('Kazakhstan', '2018', '2010', '--index', 'tii');
    expect(stdout).toContain('TII 2018 → 2010');
    expect(stdout).toContain('derived: the Survey prints no such rank');
    expect(stdout.replace(/\s+/g, ' ')).toContain('without looking at 2012, 2014, 2016, which lie between');
  });

  test('one edition and an index are explained as before', async () => {
    expect((await explain('KAZ', '2018', 'OSI')).stdout).toContain('OSI 2018 · Online Service Index');
    expect((await explain('KAZ', '2018', '--index', 'OSI')).stdout).toContain(
      'OSI 2018 · Online Service Index',
    );
  });

  test.each([
    [['LBY', '2012', '2016'], 2, 'Libya (LBY) has no EGDI in 2012'],
    [['SSD', '2010', '2012'], 2, 'SSD was no member of the Survey in 2010'],
    [['KAZ', '2018', '2018'], 2, 'one edition: nothing changed'],
    [['KAZ', '2018', '2014'], 2, 'editions: 2010, 2012, 2016, 2018'],
    [['KAZ', '2018', '--geometric'], 2, 'takes two editions'],
    [['KAZ', '2018', 'OSI', '--index', 'TII'], 2, 'two indices'],
    [['CAF', '2010', '2016', '--geometric'], 3, 'a geometric mean takes positive values only'],
  ])('%j is refused with exit %d: %s', async (args, exitCode, said) => {
    const { code, stdout, stderr } = await explain(...args);
    expect([code, stdout]).toEqual([exitCode, '']);
    expect(stderr).toContain(said);
  });
});
