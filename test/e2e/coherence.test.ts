/** The figures asked for were computed from the published scores by another program. */
import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';
import { officialFile } from '../support/survey-files.ts';

describeEmbedded('egdi coherence', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };

  beforeAll(async () => {
    expect((await runCli(['run', '--input', officialFile(2024)], { dataDir: dataDir() })).code).toBe(0);
  });

  test('2024: correlations, dimensions, alpha and what each sub-index decides', async () => {
    const { code, stdout, stderr } = await runCli(['coherence', '2024'], { dataDir: dataDir() });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ {2}EPI +0\.856 +0\.952 +0\.667 +0\.754$/m);
    expect(stdout).toMatch(/^ {2}OSI +0\.333 +0\.911 +0\.324 +0\.388$/m);
    expect(stdout).toMatch(/^ {2}1 +2\.564 +85\.5 % +0\.567 +0\.575 +0\.590$/m);
    expect(stdout).toContain('Cronbach’s alpha of OSI, TII and HCI: 0.907');
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(100);
  });

  test('--json has the same figures, unrounded', async () => {
    const { stdout } = await runCli(['coherence', '2024', '--json'], { dataDir: dataDir() });
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ edition: 2024, assessed: 193, correlationMethod: 'pearson' });
    expect(answer.cronbachAlpha).toBeCloseTo(0.9072162564919057, 12);
    expect(answer.components.eigenvalues[0]).toBeCloseTo(2.5640130060502586, 10);
  });

  test('an edition that is not loaded, or that there is none of, is exit 2', async () => {
    for (const edition of ['2018', '2099']) {
      const { code, stdout } = await runCli(['coherence', edition], { dataDir: dataDir() });
      expect([code, stdout]).toEqual([2, '']);
    }
  });
});
