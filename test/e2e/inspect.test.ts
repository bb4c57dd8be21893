import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { TableDeclarationInput } from '../../src/sources/tables/table-declaration.ts';
import { runCli } from '../support/cli.ts';

const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures');
const TABLE = join(FIXTURES, 'statistical-tables', 'digital-literacy-ru.xlsx');
const DECLARATION = join(FIXTURES, 'statistical-tables', 'digital-literacy-ru.table.json');

describe('egdi inspect', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'egdi-inspect-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  const place = (name: string, content: unknown) => {
    const path = join(scratch, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  test('shows what a table holds, where, and in which spelling', async () => {
    const { code, stdout, stderr } = await runCli(['inspect', TABLE]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/range +A1:J18, 5 merged ranges/);
    expect(stdout).toMatch(/header +rows 4–5/);
    expect(stdout).toMatch(/periods +header: 2018 год = 2018 \(year\)/);
    expect(stdout).toMatch(/units +“в процентах” = percent \(unit-row J2\)/);
    expect(stdout).toMatch(/marks +… \(U\+2026\) 18×, not_available, B7 · - \(U\+002D\) 6×, nil, D12/);
    expect(stdout).toMatch(/numbers +21 stored, 27 as text, 27 of them with a comma/);
    expect(stdout).toMatch(/two alphabets +Aлматинская/);
    expect(stdout).toContain('The draft reads 72 cells.');
  });

  test('drafts a declaration that reads a table nobody declared before', async () => {
    const draft = await runCli(['inspect', TABLE, '--draft']);
    expect(draft.code).toBe(0);
    // What only a person can know goes to stderr, so that stdout is the declaration.
    expect(draft.stderr).toContain('compare them with the legend');
    const path = place('draft.json', draft.stdout);
    const { code, stdout } = await runCli(['inspect', TABLE, '--with', path, '--json']);
    expect(code).toBe(0);
    const [read] = JSON.parse(stdout).declared;
    expect([read.isRefused, read.tables[0].records.length]).toEqual([false, 72]);
  });

  test('reads by a finished declaration: codes, periods, states, notes, cells', async () => {
    const { code, stdout } = await runCli(['inspect', TABLE, '--with', DECLARATION, '--json']);
    expect(code).toBe(0);
    const records = JSON.parse(stdout).declared[0].tables[0].records;
    const of = (region: string, residence: string, period: string) =>
      records.find(
        (one: { row: { code: string }[]; headerCode: string; period: { code: string } }) =>
          one.row[0]?.code === region && one.headerCode === residence && one.period.code === period,
      );
    expect(of('0', 'TOTAL', '2023')).toMatchObject({
      raw: '90,2',
      value: '90.2',
      unit: 'PERCENT',
      isPreliminary: true,
      cell: { sheet: 'Sheet1', row: 6, column: 8 },
      notes: [{ mark: '*', text: 'Предварительные данные' }],
    });
    expect(of('0', 'TOTAL', '2018')).toMatchObject({ raw: '79,6', value: '79.6', isPreliminary: false });
    expect(of('100000000', 'TOTAL', '2021')).toMatchObject({
      raw: '…',
      value: null,
      status: 'not_available',
    });
    expect(of('750000000', 'RURAL', '2023')).toMatchObject({ raw: '-', value: null, status: 'nil' });
    // Latin A in a Cyrillic word.
    expect(of('190000000', 'TOTAL', '2018')).toMatchObject({
      value: '78.2',
      row: [{ printed: 'Aлматинская', text: 'Алматинская' }],
    });
  });

  test('refuses, with every cell, what the declaration does not know', async () => {
    const declaration = JSON.parse(readFileSync(DECLARATION, 'utf8')) as TableDeclarationInput;
    const strict = place('strict.json', {
      ...declaration,
      header: { ...declaration.header, codes: { всего: 'TOTAL', город: 'URBAN' } },
      values: { markers: { '-': 'nil' } },
    });
    const { code, stdout } = await runCli(['inspect', TABLE, '--with', strict]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/label-unknown .*Sheet1!D5 .*“село” is no declared label/);
    expect(stdout).toMatch(/value-not-a-number .*Sheet1!B7 /);
    expect(stdout).toMatch(/cells +refused/);
  });

  test('says what is wrong with a declaration, a sheet or a file', async () => {
    const misspelt = place('misspelt.json', { ...JSON.parse(readFileSync(DECLARATION, 'utf8')), perod: {} });
    expect(await runCli(['inspect', TABLE, '--with', misspelt])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('perod'),
    });
    expect(await runCli(['inspect', TABLE, '--sheet', '^рус$'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Sheet1'),
    });
    const page = await runCli(['inspect', join(FIXTURES, 'hostile', 'web-page.xls')]);
    expect([page.code, page.stdout]).toEqual([3, '']);
    expect(page.stderr).toContain('this is a web page (HTML), not a table');
    expect((await runCli(['inspect', join(FIXTURES, 'hostile', 'bomb.xlsx')])).code).toBe(3);
  });
});
