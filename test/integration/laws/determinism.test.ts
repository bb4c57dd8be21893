/**
 * Law 6, deterministic: order of files, rows and columns, line ends, time zone and locale do not change a
 * partition version. Compared by the hashes that partitions are named by, of all twelve editions.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocatedRow } from '../../../src/model/located.ts';
import type { Edition } from '../../../src/model/survey.ts';
import { EDITIONS } from '../../../src/reference/editions.ts';
import { SURVEY_FOLDER } from '../../support/survey-files.ts';
import {
  type MemoryFile,
  OFFICIAL_COLUMN,
  officialFile,
  partitionHashes,
  readSurveyFiles,
  runStages,
  withCell,
  withRows,
} from '../../support/survey-run.ts';

const files = await readSurveyFiles([SURVEY_FOLDER]);
const editions = EDITIONS.map(({ edition }) => edition);
const expected = partitionHashes((await runStages(files)).editions);
const hashesOf = async (read: readonly MemoryFile[]) => partitionHashes((await runStages(read)).editions);
const expectedOf = (edition: Edition) =>
  new Map(['score', 'group_score'].map((name) => [`${name} ${edition}`, expected.get(`${name} ${edition}`)]));

const root = join(import.meta.dirname, '..', '..', '..');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'egdi-laws-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the partitions of the twelve editions', () => {
  it('are 24, and the same when made again', async () => {
    expect(expected.size).toBe(24);
    expect(await hashesOf(files)).toEqual(expected);
  });

  it('do not depend on the order of all files', async () => {
    for (const order of [files.toReversed(), ...shuffles(files, 6)])
      expect(await hashesOf(order)).toEqual(expected);
  });

  it('do not depend on the order of the files of one edition, which confirm each other: 100 permutations', async () => {
    const ofOne = files.filter(({ input }) => /2018|WIDEF/.test(input.path));
    const panels = ofOne.filter(({ input }) => input.path.includes('WIDEF'));
    expect([ofOne.length, panels.length]).toEqual([6, 4]);
    // Of the panels only the column of this edition, so that a hundred times are done soon.
    const narrow = ofOne.map((file) => (panels.includes(file) ? withOneEdition(file, '2018') : file));
    const one = await hashesOf(narrow);
    expect(one).toEqual(expectedOf(2018));
    for (const order of shuffles(narrow, 100)) expect(await hashesOf(order)).toEqual(one);
  });

  it('do not depend on the order of rows and columns: 120 random permutations', async () => {
    const permutation = fc.record({
      edition: fc.constantFrom(...editions),
      rowOrder: fc.shuffledSubarray([...Array(193).keys()], { minLength: 193 }),
      columnOrder: fc.shuffledSubarray([...Array(8).keys()], { minLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(permutation, async ({ edition, rowOrder, columnOrder }) => {
        const file = officialFile(files, edition);
        const permuted = permuteColumns(
          withRows(file, (rows) => rowOrder.map((index) => rows[index] as LocatedRow)),
          columnOrder,
        );
        expect(await hashesOf([permuted])).toEqual(expectedOf(edition));
      }),
      { numRuns: 120, seed: 12 },
    );
  });

  it('do not depend on which of two equal rows comes first, or how they print their figures', async () => {
    const file = officialFile(files, 2010);
    const twice = withRows(file, (rows) => rows.flatMap((row) => [row, otherwisePrinted(row)]));
    expect(await hashesOf([twice])).toEqual(expectedOf(2010));
    expect(await hashesOf([withRows(twice, (rows) => rows.toReversed())])).toEqual(expectedOf(2010));
  });

  it('do not depend on which source is primary when sources agree', async () => {
    const relatives = files.filter(({ input }) => input.path.includes('unu-egov'));
    const hashes = await hashesOf(relatives);
    expect([...hashes.keys()].filter((key) => key.startsWith('score'))).toEqual([
      'score 2010',
      'score 2014',
      'score 2018',
    ]);
    for (const [key, hash] of hashes) expect([key, hash]).toEqual([key, expected.get(key)]);
  });

  it.each<[string, (text: string) => string]>([
    ['LF', (text) => text.replaceAll('\r\n', '\n')],
    ['CRLF', (text) => text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')],
    ['CRLF and a byte order mark', (text) => `\ufeff${text}`],
    ['no end of the last line', (text) => text.trimEnd()],
  ])('do not depend on line ends: %s', async (_name, convert) => {
    const paths: string[] = [];
    for (const { input } of files.filter(({ format }) => format === 'csv')) {
      const path = join(folder, basename(input.path));
      await writeFile(path, convert(await readFile(input.path, 'utf8')));
      paths.push(path);
    }
    expect(await hashesOf(await readSurveyFiles(paths))).toEqual(expected);
  });
});

describe('the compiled program', () => {
  const child = join(import.meta.dirname, '..', '..', 'support', 'partition-hashes-child.mjs');
  const dist = join(root, 'dist');

  const run = async (environment: Readonly<Record<string, string>>) => {
    if (!existsSync(join(dist, 'src'))) throw new Error('dist is missing: run npm run build');
    const { stdout } = await promisify(execFile)(process.execPath, [child, dist, SURVEY_FOLDER], {
      env: { PATH: process.env.PATH, ...environment },
    });
    const report = JSON.parse(stdout) as {
      offsetMinutes: number;
      locale: string;
      hashes: [string, string][];
    };
    return { ...report, hashes: new Map(report.hashes) };
  };

  it('gives the same partitions in UTC', async () => {
    const { offsetMinutes, hashes } = await run({ TZ: 'UTC', LANG: 'C' });
    expect(offsetMinutes).toBe(0);
    expect(hashes).toEqual(expected);
  });

  it('gives the same partitions on the Chatham Islands, in Turkish', async () => {
    const { offsetMinutes, locale, hashes } = await run({
      TZ: 'Pacific/Chatham',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
    });
    expect([offsetMinutes, locale]).toEqual([-825, 'tr-TR']);
    expect(hashes).toEqual(expected);
  });
});

describe('a partition is named by its facts', () => {
  it('so that one changed figure changes its edition and no other', async () => {
    const changed = withRows(officialFile(files, 2016), (rows) =>
      rows.map((row, index) => (index === 0 ? withCell(row, OFFICIAL_COLUMN.EPI, '0.01695') : row)),
    );
    const officials = editions.map((edition) => (edition === 2016 ? changed : officialFile(files, edition)));
    const hashes = await hashesOf(officials);
    const differing = [...hashes].filter(([key, hash]) => hash !== expected.get(key)).map(([key]) => key);
    expect(differing).toEqual(['score 2016', 'group_score 2016']);
  });
});

function shuffles<T>(items: readonly T[], count: number): T[][] {
  return fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), {
    numRuns: count,
    seed: 11,
  });
}

/** A wide panel without the columns of other editions. */
function withOneEdition(file: MemoryFile, edition: string): MemoryFile {
  return {
    ...file,
    sheets: file.sheets.map(({ name, rows: [header, ...rows] }) => {
      if (!header) return { name, rows: [] };
      const kept = header.cells.map((text) => !/^\d{4}$/.test(text ?? '') || text === edition);
      const narrow = (row: LocatedRow) => ({ ...row, cells: row.cells.filter((_, index) => kept[index]) });
      return { name, rows: [header, ...rows].map(narrow) };
    }),
  };
}

function permuteColumns(file: MemoryFile, order: readonly number[]): MemoryFile {
  return {
    ...file,
    sheets: file.sheets.map(({ name, rows }) => ({
      name,
      rows: rows.map((row) => ({ ...row, cells: order.map((index) => row.cells[index] ?? null) })),
    })),
  };
}

/** `136` → `136.0`, `0.90100` → `0.901`, as the copies of the Survey's files do. */
function otherwisePrinted(row: LocatedRow): LocatedRow {
  const cells = row.cells.map((text, index) => {
    if (text === null || index < 2) return text;
    return index === OFFICIAL_COLUMN.rank - 1 ? `${text}.0` : text.replace(/\.?0+$/, '');
  });
  return { row: row.row + 1000, cells };
}
