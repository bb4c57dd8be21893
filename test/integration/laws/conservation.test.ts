/** Law 1, conservation: over all fixtures, every row is loaded, excluded by declaration, merged or quarantined. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadFault } from '../../../src/model/issue.ts';
import { assertConserved, type StageCount, sumCounts } from '../../../src/model/stage.ts';
import { EDITIONS } from '../../../src/reference/editions.ts';
import { SURVEY_FOLDER } from '../../support/survey-files.ts';
import {
  type MemoryFile,
  officialFile,
  readSurveyFiles,
  runStages,
  withCell,
  withRows,
} from '../../support/survey-run.ts';

const files = await readSurveyFiles([SURVEY_FOLDER]);
const run = await runStages(files);
const total = (counts: readonly StageCount[], stage: string, unit: string) =>
  sumCounts(counts).filter((count) => count.stage === stage && count.unit === unit);

describe('over all fixtures', () => {
  it('every stage conserves what it counts', () => {
    expect(new Set(run.counts.map(({ stage }) => stage))).toEqual(
      new Set(['validate', 'normalise', 'compute', 'reconcile']),
    );
    run.counts.forEach(assertConserved);
    expect(run.quarantined).toEqual([]);
  });

  it('validate counts every row that stands in the files', () => {
    const rows = files.flatMap(({ sheets }) => sheets.map((sheet) => sheet.rows.length - 1));
    const counted = run.counts.filter(({ stage }) => stage === 'validate');
    expect(counted.reduce((sum, count) => sum + count.in, 0)).toBe(
      rows.reduce((sum, count) => sum + count, 0),
    );
    const [wide] = total(run.counts, 'validate', 'rows → cells');
    expect(wide).toMatchObject({ in: 4 * 193, fanOut: 12, out: 4 * 193 * 12 });
  });

  it('normalise takes what validate gave, and excludes the rows of non-members only', () => {
    const validated = run.counts.filter(({ stage }) => stage === 'validate');
    const normalised = run.counts.filter(({ stage }) => stage === 'normalise');
    const sum = (counts: readonly StageCount[], key: 'in' | 'out' | 'excluded') =>
      counts.reduce((all, count) => all + count[key], 0);
    expect(sum(normalised, 'in')).toBe(sum(validated, 'out'));
    // 8 in the official files, 8 in each of four wide files, and South Sudan in the copy of 2010.
    const told = run.issues.filter(({ code }) => code === 'not-a-member');
    expect([sum(normalised, 'excluded'), told.length]).toEqual([8 + 4 * 8 + 1, 8 + 4 * 8 + 1]);
  });

  it('compute and reconcile give five scores for each of the 2,308 members', () => {
    expect(total(run.counts, 'compute', 'country rows → scores')).toMatchObject([{ in: 2308, out: 11_540 }]);
    expect(total(run.counts, 'reconcile', 'scores → findings')).toMatchObject([{ in: 11_540, out: 11_540 }]);
  });
});

describe('a row that is lost', () => {
  it('between stages is a defect that stops the run', () => {
    for (const count of run.counts) {
      expect(() => assertConserved({ ...count, out: count.out - 1 })).toThrow('does not conserve');
      expect(() => assertConserved({ ...count, in: count.in + 1 })).toThrow('does not conserve');
    }
  });

  it('before the pipeline, of any member in any edition, is told by name', async () => {
    const anyRow = fc.record({
      edition: fc.constantFrom(...EDITIONS.map(({ edition }) => edition)),
      position: fc.nat({ max: 192 }),
    });
    await fc.assert(
      fc.asyncProperty(anyRow, async ({ edition, position }) => {
        const file = officialFile(files, edition);
        const lost = file.sheets[0]?.rows[position + 1]?.cells[1]?.trim() ?? '';
        const less = withRows(file, (rows) => rows.filter((_, index) => index !== position));
        const { issues, refusedEditions } = await runStages([less]);
        const isNoMember = file.sheets[0]?.rows[position + 1]?.cells[2] === null;
        const told = issues.filter(({ code }) => code === 'member-missing');
        expect([lost, told.length, [...refusedEditions]]).toEqual([
          lost,
          isNoMember ? 0 : 1,
          isNoMember ? [] : [edition],
        ]);
      }),
      { numRuns: 40, seed: 31 },
    );
  });
});

describe('a row that is held back', () => {
  it('is counted, kept whole and told with its cell; its edition is refused, the others load', async () => {
    const broken = withRows(officialFile(files, 2018), (rows) =>
      rows.map((row, index) => (index === 5 ? withCell(row, 8, 'n/a') : row)),
    );
    const damaged = await runStages([broken, officialFile(files, 2020)]);
    damaged.counts.forEach(assertConserved);
    expect(damaged.quarantined).toHaveLength(1);
    expect(damaged.quarantined[0]).toMatchObject({ edition: 2018, raw: { row: 7 }, sheet: null });
    expect(damaged.quarantined[0]?.raw.cells[7]).toBe('n/a');
    expect([...damaged.refusedEditions]).toEqual([2018]);
    expect(damaged.editions.map(({ published }) => published.edition)).toEqual([2020]);
  });
});

describe('B7 over all hostile files', async () => {
  const folder = join(SURVEY_FOLDER, '..', 'hostile');
  const cases = (
    JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as readonly { readonly file: string }[]
  ).map(({ file }) => file);
  const isRead = (result: unknown): result is MemoryFile[] => Array.isArray(result);
  const read = new Map<string, MemoryFile[] | ReadFault | Error>();
  for (const file of cases) {
    const result = await readSurveyFiles([join(folder, file)]).catch((error: Error) => error);
    read.set(file, result);
  }

  it('most can be read row by row; the others give no row at all', () => {
    const unread = [...read].filter(([, result]) => !isRead(result));
    for (const [file, fault] of unread) expect([file, fault]).toEqual([file, expect.any(ReadFault)]);
    expect(read.size - unread.length).toBeGreaterThan(15);
  });

  it.each(cases.filter((file) => isRead(read.get(file))))(
    '%s: rows read = rows loaded + quarantined + excluded + merged',
    async (file) => {
      const memory = read.get(file) as MemoryFile[];
      const result = await runStages(memory);
      result.counts.forEach(assertConserved);
      // Counted here from the file itself: whatever the stages say, no row may be missing from the sum.
      const rows = memory
        .flatMap(({ sheets }) => sheets)
        .flatMap((sheet) =>
          sheet.rows.filter(({ cells }) => cells.some((cell) => cell?.trim())).slice(1),
        ).length;
      const normalised = result.counts.filter(({ stage }) => stage === 'normalise');
      const sum = (key: 'out' | 'excluded' | 'merged') =>
        normalised.reduce((all, count) => all + count[key], 0);
      const accounted = sum('out') + result.quarantined.length + sum('excluded') + sum('merged');
      // A file whose header is refused is refused whole, with an issue, before its first row.
      const isRefusedWhole = result.files.length === 0;
      expect(accounted).toBe(isRefusedWhole ? 0 : rows);
      if (isRefusedWhole) expect(result.issues.some(({ severity }) => severity === 'error')).toBe(true);
      for (const row of result.quarantined) expect(row.issues.length).toBeGreaterThan(0);
    },
  );
});
