/** Hostile files end in the fault that `cases.json` declares for them, and harm nobody on the way. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ISSUE_CATALOGUE } from '../../../src/model/issue.ts';
import { type Junk, writeJunkFile } from '../../support/junk-file.ts';
import { faultOf, readWholeFile } from '../../support/read-rows.ts';

interface DeclaredCase {
  readonly file: string;
  readonly wrong: string;
  readonly issues: readonly string[];
  readonly exitCode: number;
}

const root = join(import.meta.dirname, '..', '..', '..');
const hostile = join(root, 'fixtures', 'hostile');
const cases = JSON.parse(readFileSync(join(hostile, 'cases.json'), 'utf8')) as DeclaredCase[];
const scratch = mkdtempSync(join(tmpdir(), 'egdi-hostile-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Codes that a reader raises; the other cases are files that can be read. */
const READER_CODES = new Set([
  ...['file-empty', 'format-unsupported', 'format-html', 'workbook-encrypted', 'workbook-unreadable'],
  ...['archive-damaged', 'archive-bomb', 'encoding-invalid', 'csv-malformed'],
]);
const isRefusedByReader = ({ issues }: DeclaredCase): boolean =>
  issues.some((code) => READER_CODES.has(code));

describe('the hostile files', () => {
  it.each(cases.filter(isRefusedByReader))('$file: $wrong', async ({ file, issues }) => {
    const found = await faultOf(join(hostile, file));
    expect([found.code]).toEqual(issues);
    expect(found.file).toBe(join(hostile, file));
  });

  it.each(cases.filter((declared) => !isRefusedByReader(declared)))(
    '$file can be read: $wrong',
    async ({ file }) => {
      const { sheets } = await readWholeFile(join(hostile, file));
      expect(sheets[0]?.rows.length).toBeGreaterThanOrEqual(193);
    },
  );

  it('flag the formula without a stored value, and its value is no zero', async () => {
    const { sheets } = await readWholeFile(join(hostile, 'formula-without-value.xlsx'));
    const row = sheets[0]?.rows.find(({ cells }) => cells[1] === 'Kazakhstan ');
    expect(row?.flags).toEqual(new Map([[4, 'formula-without-value']]));
    expect(row?.cells[3] ?? null).toBeNull();
  });

  it('are all declared, each below 1 MB, with codes of the catalogue', () => {
    const files = readdirSync(hostile).filter((name) => name !== 'cases.json');
    expect(files.toSorted()).toEqual(cases.map(({ file }) => file).toSorted());
    for (const { file, issues } of cases) {
      expect(readFileSync(join(hostile, file)).length, file).toBeLessThan(1_000_000);
      for (const code of issues) expect(Object.keys(ISSUE_CATALOGUE), file).toContain(code);
    }
  });

  it('are what their script writes, byte for byte, in any time zone and locale', () => {
    const script = join(root, 'dist', 'scripts', 'lay-out-hostile-fixtures.js');
    if (!existsSync(script)) throw new Error('dist/scripts is missing: run `npm run build` first');
    const written = join(scratch, 'written');
    const env = { ...process.env, TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8' };
    execFileSync(process.execPath, [script, written], { cwd: scratch, env });
    expect(readdirSync(written).toSorted()).toEqual(readdirSync(hostile).toSorted());
    for (const name of readdirSync(hostile)) {
      expect(readFileSync(join(written, name)).equals(readFileSync(join(hostile, name))), name).toBe(true);
    }
  });
});

describe('a path that is no file to read', () => {
  it.each([
    ['does not exist', join(scratch, 'none.csv')],
    ['leads through a file', join(hostile, 'cases.json', 'x.csv')],
    ['is a folder', scratch],
  ])('%s: file-missing', async (_, path) => {
    expect(await faultOf(path)).toMatchObject({ code: 'file-missing', file: path });
  });

  it.runIf(process.platform !== 'win32')('is a pipe: it is not waited for', async () => {
    const pipe = join(scratch, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await faultOf(pipe)).toMatchObject({ code: 'file-missing' });
  });
});

/** Reads a file with the compiled reader in a process of its own: the code it ends with, and what it cost. */
function readApart(path: string): { code: string; grownMb: number } {
  const module = pathToFileURL(join(root, 'dist', 'src', 'readers', 'read-document.js')).href;
  const program = `
    const { readDocument, DEFAULT_LIMITS } = await import(${JSON.stringify(module)});
    const before = process.resourceUsage().maxRSS;
    let code = 'none';
    try {
      const { sheets } = await readDocument(${JSON.stringify(path)}, DEFAULT_LIMITS, () => {});
      for (const { rows } of sheets) for await (const row of rows) code = 'row ' + row.row;
    } catch (error) {
      code = error.issue?.code ?? String(error);
    }
    console.log(JSON.stringify({ code, grownMb: (process.resourceUsage().maxRSS - before) / 1024 }));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  return JSON.parse(output) as { code: string; grownMb: number };
}

describe('memory stays flat', () => {
  beforeAll(() => mkdirSync(join(scratch, 'junk'), { recursive: true }));

  it.each<[megabytes: number, junk: Junk, code: string]>([
    [200, 'noise', 'file-too-large'],
    [200, 'unbroken', 'file-too-large'],
    [95, 'noise', 'format-unsupported'],
    [95, 'unbroken', 'record-too-large'],
    [95, 'delimiters', 'record-too-large'],
  ])('%i MB of %s: %s', (megabytes, junk, code) => {
    const path = join(scratch, 'junk', `${junk}.csv`);
    writeJunkFile(path, megabytes, junk);
    const outcome = readApart(path);
    rmSync(path);
    expect(outcome.code).toBe(code);
    expect(outcome.grownMb).toBeLessThan(100);
  });

  it.each(['bomb.xlsx', 'bomb-lying.xlsx'])('%s', (file) => {
    const outcome = readApart(join(hostile, file));
    expect(outcome.code).toBe('archive-bomb');
    expect(outcome.grownMb).toBeLessThan(40);
  });
});
