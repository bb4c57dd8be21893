/**
 * Runs as OpenLineage events (openlineage.io, spec 2-0-2): START when the work begins and one of COMPLETE, FAIL and
 * ABORT when it is over. Input files are datasets named by their path and versioned by their SHA-256; the outputs are
 * the reporting tables that the run has written. Facets hold what is known for certain and nothing else.
 */
import { PROGRAM_VERSION } from '../../model/version.ts';
import type { InputReport, RunReport } from '../../pipeline/run/run-report.ts';
import { type LayoutDeclaration, requiredColumns } from '../../sources/layout.ts';
import { columnLineage } from './column-lineage.ts';
import { inputName } from './input-name.ts';
import type { ObservedDatabase, ObservedRun } from './observed-run.ts';

const PRODUCER = `pkg:npm/egdi-pipeline@${PROGRAM_VERSION}`;
const SPEC = 'https://openlineage.io/spec';
const JOB_NAMESPACE = 'egdi-pipeline';

/** Version of each facet's schema, and the name that the schema gives it. */
const FACETS = {
  nominalTime: '1-0-1/NominalTimeRunFacet',
  processing_engine: '1-1-1/ProcessingEngineRunFacet',
  errorMessage: '1-0-1/ErrorMessageRunFacet',
  jobType: '2-0-3/JobTypeJobFacet',
  version: '1-0-1/DatasetVersionDatasetFacet',
  schema: '1-1-1/SchemaDatasetFacet',
  columnLineage: '1-2-0/ColumnLineageDatasetFacet',
  inputStatistics: '1-0-0/InputStatisticsInputDatasetFacet',
  outputStatistics: '1-0-2/OutputStatisticsOutputDatasetFacet',
} as const;

export type LineageEventType = 'START' | 'COMPLETE' | 'FAIL' | 'ABORT';
export type LineageEvent = Readonly<Record<string, unknown>> & { readonly eventType: LineageEventType };
type Facets = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What both events of a run share. */
export interface LineageSubject {
  readonly uuid: string;
  readonly pipeline: string;
  readonly nominalTime: string | null;
  readonly layouts: readonly LayoutDeclaration[];
}

/** The work begins. */
export function startEvent(subject: LineageSubject, inputs: readonly InputReport[], now: Date): LineageEvent {
  return event(
    'START',
    subject,
    now.toISOString(),
    {},
    {
      inputs: inputs.map((input) => inputDataset(input, subject.layouts)),
      outputs: [],
    },
  );
}

/** The work is over. */
export function endEvent(run: ObservedRun, layouts: readonly LayoutDeclaration[]): LineageEvent {
  const { report, database } = run;
  const type = endType(report);
  const failure =
    type === 'COMPLETE'
      ? {}
      : {
          errorMessage: facet('errorMessage', {
            message: report.message ?? `the run was ${report.outcome}`,
            programmingLanguage: 'TypeScript',
          }),
        };
  const subject = { uuid: run.uuid, pipeline: report.pipeline, nominalTime: run.nominalTime, layouts };
  return event(type, subject, report.finishedAt, failure, {
    inputs: report.inputs.map((input) => inputDataset(input, layouts)),
    outputs: report.written.map((written) => outputDataset(written, report, database, layouts)),
  });
}

/** A refused run did its work, and what it was asked for did not come about: that is a failure to its readers. */
function endType({ outcome }: RunReport): LineageEventType {
  if (outcome === 'aborted') return 'ABORT';
  return outcome === 'failed' || outcome === 'refused' ? 'FAIL' : 'COMPLETE';
}

function event(
  eventType: LineageEventType,
  { uuid, pipeline, nominalTime }: LineageSubject,
  eventTime: string,
  runFacets: Facets,
  datasets: { readonly inputs: readonly unknown[]; readonly outputs: readonly unknown[] },
): LineageEvent {
  return {
    eventType,
    eventTime,
    run: {
      runId: uuid,
      facets: {
        processing_engine: facet('processing_engine', { version: PROGRAM_VERSION, name: 'egdi-pipeline' }),
        ...(nominalTime === null
          ? {}
          : { nominalTime: facet('nominalTime', { nominalStartTime: nominalTime }) }),
        ...runFacets,
      },
    },
    job: {
      namespace: JOB_NAMESPACE,
      name: pipeline,
      facets: {
        jobType: facet('jobType', { processingType: 'BATCH', integration: 'EGDI_PIPELINE', jobType: 'JOB' }),
      },
    },
    ...datasets,
    producer: PRODUCER,
    schemaURL: `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
  };
}

function facet(name: keyof typeof FACETS, content: Readonly<Record<string, unknown>>) {
  const schema = FACETS[name];
  const definition = schema.slice(schema.indexOf('/') + 1);
  return {
    _producer: PRODUCER,
    _schemaURL: `${SPEC}/facets/${schema}.json#/$defs/${definition}`,
    ...content,
  };
}

function inputDataset(input: InputReport, layouts: readonly LayoutDeclaration[]) {
  const layout = layouts.find(({ id }) => id === input.layoutId);
  return {
    ...inputName(input.file),
    facets: {
      version: facet('version', { datasetVersion: input.sha256 }),
      ...(layout === undefined
        ? {}
        : { schema: facet('schema', { fields: requiredColumns(layout).map((name) => ({ name })) }) }),
    },
    inputFacets: { inputStatistics: facet('inputStatistics', { size: input.bytes, fileCount: 1 }) },
  };
}

function outputDataset(
  { table, rows }: RunReport['written'][number],
  report: RunReport,
  { address, state }: ObservedDatabase,
  layouts: readonly LayoutDeclaration[],
) {
  const columns = state?.tables.get(table);
  const fields = table === 'fact_index_score' ? columnLineage(report, layouts) : {};
  return {
    namespace: address,
    // PostgreSQL tables are named {database}.{schema}.{table}.
    name: [...(state === null ? [] : [state.databaseName]), 'reporting', table].join('.'),
    facets: {
      version: facet('version', { datasetVersion: String(report.release) }),
      ...(columns === undefined
        ? {}
        : {
            schema: facet('schema', {
              fields: columns.map(({ name, type, comment }) => ({
                name,
                type,
                ...(comment === null ? {} : { description: comment }),
              })),
            }),
          }),
      ...(Object.keys(fields).length === 0 ? {} : { columnLineage: facet('columnLineage', { fields }) }),
    },
    outputFacets: { outputStatistics: facet('outputStatistics', { rowCount: rows }) },
  };
}
