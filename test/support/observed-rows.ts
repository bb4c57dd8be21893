/** Rows in memory → observations, by the declared layouts of the international pipeline. */
import { international } from '../../pipelines/international/index.ts';
import { createFindingList, DEFAULT_FINDING_LIMITS } from '../../src/model/finding-list.ts';
import type { CellText, LocatedRow } from '../../src/model/located.ts';
import type { Observation } from '../../src/model/observation.ts';
import { assertConserved } from '../../src/model/stage.ts';
import { countryNames } from '../../src/pipeline/indicators/country-names.ts';
import { observeTable } from '../../src/pipeline/run/observe-table.ts';

export type Grid = readonly (readonly CellText[])[];

/** Rows numbered from 1; rows without a text are passed over, as readers do. */
export function located(grid: Grid): LocatedRow[] {
  return grid.flatMap((cells, index) =>
    cells.some((text) => text !== null && text.trim() !== '') ? [{ row: index + 1, cells }] : [],
  );
}

/** What the rows state, and what was found about them; every stage must conserve its units. */
export async function observeRows(
  grid: Grid,
  series: string | null = null,
  layouts = international.layouts,
): Promise<{
  readonly facts: readonly string[];
  readonly observations: readonly Observation[];
  readonly found: readonly string[];
  readonly messages: readonly string[];
  readonly quarantined: readonly number[];
}> {
  const findings = createFindingList(
    { file: 'f', sha256: 's', sheet: null },
    () => [],
    DEFAULT_FINDING_LIMITS,
  );
  const observed = observeTable(
    { rows: located(grid), layout: { layouts, series }, countries: countryNames(international) },
    findings,
  );
  const observations: Observation[] = [];
  for await (const block of observed.blocks) observations.push(...block);
  observed.counts().forEach(assertConserved);
  const facts = observations.map(
    ({ indicatorCode, iso3, period, value, status, isEstimated, note }) =>
      `${indicatorCode} ${iso3} ${period.slice(0, 4)} ${value ?? status}${isEstimated ? ' estimated' : ''}${note === null ? '' : ` (${note})`}`,
  );
  return {
    facts: facts.sort(),
    observations,
    found: findings
      .issues()
      .map(({ code, cell }) => `${code}${cell ? ` ${cell.row}:${cell.column ?? ''}` : ''}`),
    messages: findings.issues().map(({ message }) => message),
    quarantined: findings.quarantined().map(({ raw }) => raw.row),
  };
}
