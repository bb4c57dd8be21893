import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { FIXTURE_FOLDER, officialFile } from '../support/survey-files.ts';

const ITU = ['2019', 'mobile-broadband-extract'].map((name) =>
  join(FIXTURE_FOLDER, 'international', 'itu', name),
);

describeEmbedded('egdi recompute', (database) => {
  const egdi = (...args: string[]) => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return runCli(args, { dataDir: target.directory });
  };

  beforeAll(async () => {
    expect((await egdi('run', '--input', officialFile(2018), officialFile(2024))).code).toBe(0);
    expect((await egdi('run', 'international', '--input', ...ITU)).code).toBe(0);
  });

  test('shows every edition, how close it comes, and why the others are not recomputed', async () => {
    const { code, stdout, stderr } = await egdi('recompute');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^ {2}TII +2018 +inputs incomplete +exact +161 of 193 +0\.0073 +18 +113 +0\.0969$/m,
    );
    expect(stdout).toMatch(/^ {2}HCI +2018 +inputs missing +plausible +– +– +– +– +–$/m);
    expect(stdout).toMatch(/^ {2}TII +2024 +method unknown +unknown +– +– +– +– +–$/m);
    expect(stdout).toContain('TII 2024: internet_users: its weight is unknown');
    expect(stdout).toContain('A high rank correlation is no proof of a method');
  });

  test('shows of one edition its series and files, closeness by treatment, largest errors and gaps', async () => {
    const { code, stdout } = await egdi('recompute', '2018', 'tii');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}internet_users +itu:i99H +2016 +188 +2019-06-30 +Individuals_Internet/m);
    expect(stdout).toMatch(
      /^ {2}gaps-closed +161 +0\.0116 +0\.0073 +0\.0969 +3 +10 +18 +113 +136 +0\.9963$/m,
    );
    expect(stdout).toMatch(/^ {2}gaps-mean +193 +0\.0258 /m);
    expect(stdout).toContain('STP −0.0969, POL +0.0840');
    expect(stdout).toContain('· internet_users, 5: NRU PLW PRK SMR ZMB');
  });

  test('shows one country in all editions, with its inputs', async () => {
    const { stdout } = await egdi('recompute', '--country', 'Kazakhstan');
    expect(stdout).toMatch(/^ {2}TII +2018 +0\.5723 +0\.57605 +\+0\.0037 +all observed$/m);
    expect(stdout).toMatch(/^ {2}TII +2024 +– +– +– +method unknown$/m);
    expect(stdout).toMatch(/^ {2}mobile_cellular +143\.21 +itu:i911 +2016 +191 /m);
    const gap = await egdi('recompute', '--country', 'MCO');
    expect(gap.stdout).toMatch(/^ {2}TII +2018 .* solved, no evidence; missing: active_mobile_broadband$/m);
  });

  test('--json has every digit of all of it', async () => {
    const { stdout } = await egdi('recompute', '2018', 'TII', '--country', 'KAZ', '--json');
    const { summaries, countries } = JSON.parse(stdout);
    expect(summaries).toHaveLength(1);
    expect(summaries[0]).toMatchObject({
      edition: 2018,
      indexCode: 'TII',
      status: 'recomputed',
      countryCount: 193,
    });
    expect(summaries[0].closeness[0]).toMatchObject({
      treatment: 'gaps-closed',
      below: [3, 10, 18, 113, 136],
    });
    expect(countries[0]).toMatchObject({
      iso3: 'KAZ',
      treatment: 'gaps-closed',
      published: '0.57230',
      isObserved: true,
    });
    expect(countries[0].recomputed).toMatch(/^0\.57604\d{10}$/);
  });

  test('egdi explain says on one line what the components give', async () => {
    const own = (await egdi('explain', 'KAZ', '2018', 'TII')).stdout.replace(/\s+/g, ' ');
    expect(own).toContain(
      'from components 0.57605, +0.0037 against published; all its inputs observed; inputs incomplete for 32 of 193 countries; method exact',
    );
    expect(own).not.toContain('components are not loaded');
    const gap = (await egdi('explain', 'MCO', '2018', 'TII')).stdout.replace(/\s+/g, ' ');
    expect(gap).toContain('no evidence: its active_mobile_broadband was solved from the published value');
    const unknown = (await egdi('explain', 'KAZ', '2024', 'HCI')).stdout;
    expect(unknown).toContain('not recomputed: method unknown');
    expect((await egdi('explain', 'KAZ', '2018', 'EGDI')).stdout).not.toContain('from components');
  });

  test('what has no components, no edition or no country of that name is exit 2', async () => {
    for (const asked of [['2018', 'EGDI'], ['2018', 'OSI'], ['2099'], ['next'], ['--country', 'Atlantis']]) {
      const { code, stdout, stderr } = await egdi('recompute', ...asked);
      expect([code, stdout], asked.join(' ')).toEqual([2, '']);
      expect(stderr).toMatch(/→ /);
    }
  });
});
