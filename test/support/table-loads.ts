/** Grids through declarations to national observations, as `egdi run national` takes them; nothing is written. */
import type { Issue } from '../../src/model/issue.ts';
import {
  compareNationalObservations,
  type NationalObservation,
} from '../../src/model/national-observation.ts';
import { assertConserved } from '../../src/model/stage.ts';
import { readTableFile } from '../../src/pipeline/national/read-table-file.ts';
import { meantSheets } from '../../src/sources/tables/choose-sheets.ts';
import {
  isLoadable,
  type TableDeclarationInput,
  tableDeclaration,
} from '../../src/sources/tables/table-declaration.ts';
import type { TableGrid } from '../../src/sources/tables/table-grid.ts';
import { checkNationalTotals } from '../../src/stages/reconcile/national-totals.ts';
import { draftPartition } from '../../src/warehouse/versions/datasets.ts';
import { nationalObservationRow } from '../../src/warehouse/versions/national-observations.ts';
import { lineOf } from './national-sources.ts';

export interface LoadedTables {
  readonly observations: readonly NationalObservation[];
  readonly issues: readonly Issue[];
  readonly lines: readonly string[];
  /** Hash of each indicator's partition: what the warehouse names a version by. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly addsPeriods: readonly (boolean | undefined)[];
  readonly totals: { readonly checked: number; readonly mismatched: number; readonly suppressed: number };
}

export function loadTables(
  inputs: readonly TableDeclarationInput[],
  grids: readonly TableGrid[],
): LoadedTables {
  const tables = inputs.map((input) => tableDeclaration.parse(input));
  for (const table of tables) if (!isLoadable(table)) throw new Error(`${table.id} has no part load`);
  const fitting = tables.filter(isLoadable).filter(({ sheets }) => meantSheets(grids, sheets).length > 0);
  const origin = {
    publisher: 'test',
    title: 'test',
    url: null,
    licence: '',
    retrievedOn: null,
    publishedOn: null,
  };
  const file = {
    sha256: '0'.repeat(64),
    path: 'table.xls',
    bytes: 1,
    format: 'xls',
    layoutId: 'test',
    origin,
  };
  const read = readTableFile(file, { format: 'xls', grids, tables: fitting });
  const observations = read.parts.flatMap((part) => [...part.observations]).sort(compareNationalObservations);
  for (const { counts } of read.parts) counts.forEach(assertConserved);
  const totals = { checked: 0, mismatched: 0, suppressed: 0 };
  const additive = new Map(
    tables.flatMap((table) => table.load?.indicators ?? []).map((one) => [one.code, one.isAdditive]),
  );
  const codes = [...new Set(observations.map((one) => one.indicatorCode))].sort();
  const [findings] = read.parts.map((part) => part.findings);
  const hashes: Record<string, string> = {};
  for (const code of codes) {
    const own = observations.filter((one) => one.indicatorCode === code);
    hashes[code] = draftPartition(
      'national_observation',
      code,
      own.map(nationalObservationRow),
    ).contentSha256;
    if (findings === undefined) continue;
    const found = checkNationalTotals(own, additive.get(code) === true, findings);
    totals.checked += found.checked;
    totals.mismatched += found.mismatched;
    totals.suppressed += found.suppressed;
  }
  return {
    observations,
    issues: [...read.issues, ...read.parts.flatMap((part) => part.findings.issues())],
    lines: observations.map(lineOf).sort(),
    hashes,
    addsPeriods: read.parts.map((part) => part.addsPeriods),
    totals,
  };
}
