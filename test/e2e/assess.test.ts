import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { describeEmbedded } from '../support/databases.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'fixtures', 'self-assessment');
const OSI_2020 = join(EXAMPLES, 'osi-2020-invented.csv');
const EPI_2024 = join(EXAMPLES, 'epi-2024-invented.csv');
const OSI_2022 = join(EXAMPLES, 'osi-2022-invented.csv');

describeEmbedded('egdi assess', (database) => {
  const dataDir = () => {
    const target = database.target();
    if (target.kind !== 'embedded') throw new Error('an embedded database was expected');
    return target.directory;
  };
  const assess = (...args: string[]) => runCli(['assess', ...args], { dataDir: dataDir() });
  const scratch = mkdtempSync(join(tmpdir(), 'egdi-assess-'));
  const fileOf = (name: string, ...lines: string[]) => {
    const path = join(scratch, name);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  };

  beforeAll(async () => {
    expect((await runCli(['run'], { dataDir: dataDir() })).code).toBe(0);
  });

  test('counts points, index and place in 2020, beside what is published', async () => {
    const { code, stdout, stderr } = await assess(OSI_2020, '--edition', '2020', '--country', 'Kazakhstan');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/services +80 +66 +80 +14/);
    expect(stdout).toMatch(/index +0\.8412 = 143\/170/);
    expect(stdout).toMatch(/would rank +30 of 193, level with ALB, CAN, KWT, URY/);
    expect(stdout).toMatch(/as published +KAZ: 157 points, rank 11; the answers give 14 fewer/);
    expect(stdout).toMatch(/ 29 +1 {2}ARG/);
    expect(stdout).toContain('The least number of points of a member is not known');
  });

  test('a file that asks more than the range of the edition is said to be of another one, or padded', async () => {
    const { code, stdout } = await assess(OSI_2020, '--edition', '2018', '--country', 'KAZ');
    expect(code).toBe(0);
    expect(stdout).toContain('The file asks about 170 points, more than that range');
  });

  test('--json has exact figures, says that it is not official, and names its assumptions', async () => {
    const { stdout } = await assess(EPI_2024, '--edition', '2024', '--index', 'EPI', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'egdi-assessment/1',
      edition: 2024,
      index: 'EPI',
      official: false,
      points: '53',
      range: '73',
      score: '53/73',
      scorePrinted: '0.7260',
      releaseNo: 1,
      ranked: { rank: 49, of: 194, isAdded: true },
    });
    expect(JSON.parse(stdout).assumptions).toHaveLength(3);
  });

  test('--no-rank needs no warehouse', async () => {
    const { code, stdout } = await runCli(['assess', OSI_2020, '--edition', '2020', '--no-rank'], {
      dataDir: join(scratch, 'none'),
    });
    expect(code).toBe(0);
    expect(stdout).toContain('143/170');
    expect(stdout).not.toContain('would rank');
  });

  test('the OSI since 2022 is refused, and as a what-if it is said to be none', async () => {
    const official = await assess(OSI_2022, '--edition', '2022');
    expect([official.code, official.stdout]).toEqual([3, '']);
    expect(official.stderr).toContain('their weights have no source');
    const whatIf = await assess(OSI_2022, '--edition', '2022', '--what-if');
    expect(whatIf.code).toBe(0);
    expect(whatIf.stdout).toMatch(/weighted share of points +0\.7851/);
    expect(whatIf.stdout).toContain('This is no OSI');
    const json = JSON.parse((await assess(OSI_2022, '--edition', '2022', '--what-if', '--json')).stdout);
    expect([json.official, json.subIndices.length]).toEqual([false, 5]);
  });

  test('a broken file is refused with the cells of its findings', async () => {
    const file = fileOf('broken.csv', 'feature,group,answer', 'a,x,1', 'b,x,maybe', 'a,x,0');
    const { code, stdout, stderr } = await assess(file, '--edition', '2020');
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('broken.csv: C3 answer: “maybe” is no answer');
    expect(stderr).toContain('A4 “a” is answered twice (feature-duplicate)');
  });

  test('more points than the range of the edition are refused', async () => {
    const rows = Array.from({ length: 171 }, (_, index) => `f${index},x,1`);
    const file = fileOf('many.csv', 'feature,group,answer', ...rows);
    const { code, stderr } = await assess(file, '--edition', '2020', '--no-rank');
    expect(code).toBe(3);
    expect(stderr).toContain('more points than the range');
  });

  test.each([
    [[OSI_2020, '--edition', '2019'], 'no method of an edition'],
    [[OSI_2020, '--edition', '2020', '--index', 'TII'], 'Allowed choices are OSI, EPI'],
    [[OSI_2020, '--edition', '2020', '--country', 'Kazakstan'], 'Kazakhstan'],
    [[OSI_2020, '--edition', '2020', '--no-rank', '--country', 'KAZ'], '--country is for a rank'],
    [[OSI_2020, '--edition', '2010', '--country', 'SSD'], 'SSD'],
  ])('refuses %j as usage', async (args, message) => {
    const { code, stdout, stderr } = await assess(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
