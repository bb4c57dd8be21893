/** Files of indicator tables read into observations as the pipeline reads them, without a database. */
import { international } from '../../pipelines/international/index.ts';
import { createFindingList, DEFAULT_FINDING_LIMITS } from '../../src/model/finding-list.ts';
import { type Issue, ReadFault } from '../../src/model/issue.ts';
import type { Indicator, Observation } from '../../src/model/observation.ts';
import { assertConserved, type QuarantinedRow, type StageCount } from '../../src/model/stage.ts';
import { countryNames } from '../../src/pipeline/indicators/country-names.ts';
import { openIndicatorFile } from '../../src/pipeline/indicators/open-file.ts';
import { observeTable } from '../../src/pipeline/run/observe-table.ts';
import { openDocumentReader } from '../../src/readers/read-document.ts';

export interface ReadIndicators {
  /** Of each table, or of the code list. */
  readonly layouts: readonly string[];
  readonly observations: readonly Observation[];
  readonly indicators: ReadonlyMap<string, Indicator>;
  readonly issues: readonly Issue[];
  readonly quarantined: readonly QuarantinedRow[];
  readonly counts: readonly StageCount[];
}

/** Reads one file. Every stage must conserve its units. */
export async function readIndicatorFile(
  path: string,
  series: string | null = null,
  pipeline = international,
): Promise<ReadIndicators> {
  const reader = openDocumentReader();
  const observations: Observation[] = [];
  const indicators = new Map<string, Indicator>();
  const issues: Issue[] = [];
  const quarantined: QuarantinedRow[] = [];
  const counts: StageCount[] = [];
  const layouts: string[] = [];
  try {
    const file = await openIndicatorFile(reader, path, pipeline, series);
    issues.push(...file.issues);
    layouts.push(...file.codeLists.map(({ layout }) => layout.id));
    for (const { sheet, found, rows } of file.tables) {
      layouts.push(found.layout.id);
      const findings = createFindingList(
        { file: path, sha256: 'x', sheet },
        () => [],
        DEFAULT_FINDING_LIMITS,
      );
      const table = { rows, layout: { layouts: [found.layout], series }, countries: countryNames(pipeline) };
      const observed = observeTable(table, findings);
      for await (const block of observed.blocks) observations.push(...block);
      for (const [code, indicator] of observed.indicators()) indicators.set(code, indicator);
      issues.push(...findings.issues());
      quarantined.push(...findings.quarantined());
      counts.push(...observed.counts());
    }
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    issues.push(error.issue);
  } finally {
    await reader.close();
  }
  counts.forEach(assertConserved);
  return { layouts, observations, indicators, issues, quarantined, counts };
}
