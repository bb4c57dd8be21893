/**
 * No sub-index figure can be changed unnoticed: each of the 6,948 cells of the official fixtures, changed alone
 * by 0.01, ends in exit code 4. A country's own findings do not depend on the other countries (only rank findings
 * do), so every cell is tried on its country alone; a seeded sample of cells is tried on the whole run.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { findMethod, METHODS } from '../../../src/methodology/registry.ts';
import { decimalText, parseDecimal } from '../../../src/model/decimal.ts';
import type { EditionSource } from '../../../src/model/facts.ts';
import type { Issue } from '../../../src/model/issue.ts';
import { add, compare, rational, subtract } from '../../../src/model/rational.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../../src/model/survey.ts';
import { exitCodeOf } from '../../../src/pipeline/run/exit-code.ts';
import { EDITIONS } from '../../../src/reference/editions.ts';
import { compute } from '../../../src/stages/compute.ts';
import { assembleEdition } from '../../../src/stages/normalise/assemble.ts';
import { reconcile } from '../../../src/stages/reconcile.ts';
import { SURVEY_FOLDER } from '../../support/survey-files.ts';
import {
  type MemoryFile,
  normaliseFile,
  OFFICIAL_COLUMN,
  officialFile,
  readSurveyFiles,
  runStages,
  withCell,
  withRows,
} from '../../support/survey-run.ts';

const files = await readSurveyFiles([SURVEY_FOLDER]);
const crossChecks = await crossCheckSources();
const editions = EDITIONS.map(({ edition }) => edition);

describe('B20 a sub-index cell changed by 0.01', () => {
  it('leads to exit code 4, whichever of the 6,948 cells it is', async () => {
    const codes = new Map<string, number>();
    for (const edition of editions) {
      const file = officialFile(files, edition);
      for (const [position] of rowsOf(file).entries()) {
        for (const indexCode of SUB_INDEX_CODES) {
          const changed = perturbed(file, position, indexCode);
          const { iso3, issues } = await findingsOfCountry(changed, edition, position);
          codes.set(`${edition} ${iso3} ${indexCode}`, exitCodeOf(issues));
        }
      }
    }
    expect(codes.size).toBe(6948);
    expect([...codes].filter(([, code]) => code !== 4)).toEqual([]);
  });

  it('leads a whole run to exit code 4 and refuses that edition only', async () => {
    const anyCell = fc.record({
      edition: fc.constantFrom(...editions),
      position: fc.nat({ max: 192 }),
      indexCode: fc.constantFrom(...SUB_INDEX_CODES),
    });
    const sample = fc.sample(anyCell, { numRuns: 16, seed: 7 });
    for (const { edition, position, indexCode } of sample) {
      const changed = perturbed(officialFile(files, edition), position, indexCode);
      const run = await runStages(
        files.map((file) => (file.input.path === changed.input.path ? changed : file)),
      );
      expect([edition, position, indexCode, exitCodeOf(run.issues)]).toEqual([
        edition,
        position,
        indexCode,
        4,
      ]);
      expect([...run.refusedEditions]).toEqual([edition]);
    }
  });

  it('is what leads there: unchanged, no country has a finding of its own', async () => {
    for (const edition of editions) {
      const file = officialFile(files, edition);
      for (const [position] of rowsOf(file).entries()) {
        const { issues } = await findingsOfCountry(file, edition, position);
        expect(issues.filter((found) => found.severity === 'error')).toEqual([]);
      }
    }
  });
});

function rowsOf(file: MemoryFile) {
  return file.sheets[0]?.rows.slice(1) ?? [];
}

function perturbed(file: MemoryFile, position: number, indexCode: SubIndexCode): MemoryFile {
  const column = OFFICIAL_COLUMN[indexCode];
  return withRows(file, (rows) =>
    rows.map((row, index) => {
      if (index !== position) return row;
      const printed = parseDecimal(row.cells[column - 1] ?? '');
      if (!printed) throw new Error(`row ${row.row}: no ${indexCode}`);
      const step = rational(1, 100);
      const raised = add(printed.value, step);
      const other = compare(raised, rational(1)) > 0 ? subtract(printed.value, step) : raised;
      return withCell(row, column, decimalText(other));
    }),
  );
}

async function crossCheckSources(): Promise<EditionSource[]> {
  const others = files.filter(({ input }) => !input.path.includes('EGOV_DATA_'));
  const normalised = await Promise.all(others.map(normaliseFile));
  return normalised.flatMap((file) => file.editions);
}

/** What the stages find about the country of one row, with the other countries left out of all sources. */
async function findingsOfCountry(
  file: MemoryFile,
  edition: number,
  position: number,
): Promise<{ iso3: string | null; issues: Issue[] }> {
  const own = await normaliseFile(withRows(file, (rows) => rows.filter((_, index) => index === position)));
  const [iso3] = own.editions[0]?.countries.keys() ?? [];
  const refusedIso3 = own.issues.find((found) => found.severity === 'error')?.iso3;
  if (refusedIso3 !== undefined) return { iso3: refusedIso3, issues: [...own.issues] };
  if (iso3 === undefined) return { iso3: null, issues: [...own.issues] };
  const sources = [...own.editions, ...crossChecks.filter((source) => source.edition === edition)].map(
    (source): EditionSource => ({
      ...source,
      countries: new Map([...source.countries].filter(([code]) => code === iso3)),
      complete: true,
    }),
  );
  const assembled = assembleEdition(edition, sources, new Set([iso3]));
  if (!assembled.edition) return { iso3, issues: [...own.issues, ...assembled.issues] };
  const method = findMethod(edition);
  const computed = compute(assembled.edition, method, { groups: [], publishedMeans: [] });
  const reconciled = reconcile(computed, method, {
    deviations: unSurvey.deviations.filter(({ kind, iso3: of }) => kind === 'score' && of === iso3),
    conflicts: assembled.conflicts,
    methods: METHODS,
  });
  // Alone, a country is always first: findings about ranks say nothing here.
  const issues = [...own.issues, ...assembled.issues, ...reconciled.issues];
  return { iso3, issues: issues.filter(({ code }) => code !== 'rank-deviation' && code !== 'rank-order') };
}
