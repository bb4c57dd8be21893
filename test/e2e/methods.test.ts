import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runCli } from '../support/cli.ts';

/** No warehouse is there, and none comes. */
const dataDir = join(mkdtempSync(join(tmpdir(), 'egdi-methods-')), 'none');
const methods = (...args: string[]) => runCli(['methods', ...args], { dataDir });

const RULE = z.object({ value: z.unknown(), evidence: z.string(), source: z.string().min(1) });
const REGISTRY = z.object({
  schema: z.literal('egdi-methods/1'),
  editions: z.array(
    z.object({
      edition: z.number(),
      egdi: z.object({ weights: RULE }).optional(),
      indices: z.record(
        z.string(),
        z.object({
          tree: z.object({
            code: z.string(),
            children: z.array(z.object({ code: z.string(), weight: RULE, steps: RULE })),
          }),
        }),
      ),
    }),
  ),
  further: z.array(z.object({ id: z.string() })),
});

describe('egdi methods', () => {
  test('shows every edition on a line, and says which indices have an unknown rule', async () => {
    const { code, stdout, stderr } = await methods();
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n').filter((line) => /^20\d\d /.test(line));
    expect(lines).toHaveLength(12);
    expect(lines[3]).toMatch(/^2008 +0\.34 0\.33 0\.33 +299 by 0\.5/);
    expect(lines[11]).toMatch(/^2024 .* OSI TII HCI /);
    expect(stdout).toContain('HDI (Human Development Index), ASEM (Sustainable Connectivity)');
  });

  test('prints a method rule by rule with how each is known', async () => {
    const { code, stdout } = await methods('2020');
    expect(code).toBe(0);
    for (const part of ['EGDI ·', 'OSI ·', 'TII ·', 'HCI ·', 'EPI ·', 'Levels, classes'])
      expect(stdout).toContain(part);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'cap 120 stated by a source: UN E-Government Survey 2022, p. 197: “a cut-off limit of 120 has been applied to TII components”',
    );
  });

  test('prints one index only, named as an argument or as an option', async () => {
    const [argument, option] = await Promise.all([methods('2018', 'tii'), methods('2018', '--index', 'TII')]);
    expect(argument.stdout).toBe(option.stdout);
    expect(argument.stdout).toContain('active_mobile_broadband');
    expect(argument.stdout).not.toContain('E-Participation');
  });

  test('--diff shows only what differs', async () => {
    const { code, stdout } = await methods('--diff', '2018', '2020', '--index', 'TII');
    expect(code).toBe(0);
    expect(stdout).toContain('Method of TII 2018 → 2020: 3 rules differ');
    expect(stdout).toContain('fixed_telephone removed');
    expect(stdout).toContain('none → 120');
    expect(stdout).not.toContain('preparation');
    expect((await methods('--diff', '2018', '2020', '--index', 'HCI')).stdout).toContain('are the same');
    const json = JSON.parse((await methods('--diff', '2018', '2020', '--json')).stdout);
    expect(json).toMatchObject({ schema: 'egdi-methods-diff/1', before: 2018, after: 2020, index: null });
    expect(json.differences).toHaveLength(7);
  });

  test('--json prints the declarations with exact weights, and null where a rule is unknown', async () => {
    const { code, stdout } = await methods('--json');
    expect(code).toBe(0);
    const { editions, further } = REGISTRY.parse(JSON.parse(stdout));
    expect(editions).toHaveLength(12);
    expect(further.map(({ id }) => id)).toEqual(['HDI', 'ASEM']);
    const of = (edition: number) => editions.find((one) => one.edition === edition);
    expect(of(2018)?.egdi?.weights.value).toEqual({ OSI: '1/3', TII: '1/3', HCI: '1/3' });
    expect(of(2010)?.indices.EGDI?.tree.children.map(({ weight }) => weight.value)).toEqual([
      '17/50',
      '33/100',
      '33/100',
    ]);
    expect(of(2022)?.indices.HCI?.tree.children.map(({ weight }) => weight.value)).toEqual([
      '1/3',
      '2/9',
      '2/9',
      '2/9',
    ]);
    for (const { weight } of of(2024)?.indices.TII?.tree.children ?? []) {
      expect([weight.value, weight.evidence]).toEqual([null, 'unknown']);
    }
  });

  test('prints HDI and ASEM in the same form', async () => {
    const [hdi, asem] = await Promise.all([methods('HDI'), methods('asem')]);
    expect(hdi.stdout).toContain('goalposts 20–85');
    expect(hdi.stdout).toContain('geometric mean');
    expect(asem.stdout.match(/^ {8}\w+ .*min–max to 0–100$/gm)?.length).toBe(49);
  });

  test.each([
    [['2017'], 'there is no method of an edition “2017”'],
    [['2018', 'TTI'], 'did you mean TII?'],
    [['--diff', '2018'], '--diff takes two editions'],
    [['--diff', '2018', '2020', '2022'], '--diff takes two editions'],
    [['2018', '--diff', '2018', '2020'], '--diff takes its own editions'],
    [['2018', 'TII', '--index', 'HCI'], 'two indices are named'],
    [['--index', 'HCI'], '--index needs an edition'],
    [['HDI', 'TII'], 'HDI is declared without editions'],
  ])('refuses %j as usage', async (args, message) => {
    const { code, stdout, stderr } = await methods(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
