/**
 * The last run of each pipeline as metrics, in the text format of Prometheus, for the textfile collector of
 * node_exporter. One file belongs to one deployment: it says how things stand, and each run replaces what it says of
 * its own pipeline.
 */
import type { StageCount } from '../../model/stage.ts';
import { ENGINE_VERSION, PROGRAM_VERSION } from '../../model/version.ts';
import type { ObservedRun } from './observed-run.ts';
import { ARTIFACT_OUTCOMES } from './run-artifact-schema.ts';

type Labels = Readonly<Record<string, string>>;

interface Metric {
  readonly name: string;
  readonly help: string;
  /** Not of one pipeline: every pipeline's label carries the same value. */
  readonly isOfWarehouse?: true;
  readonly samples: readonly (readonly [labels: Labels, value: number])[];
}

/**
 * The text of the file. What this run cannot know, because the database was out of reach, is taken over from the text
 * that the file had before: the time of the last success above all, whose age is what alerts are made of.
 */
export function prometheusText(run: ObservedRun, before = ''): string {
  const { report, database } = run;
  const pipeline: Labels = { pipeline: report.pipeline };
  const one = (value: number): Metric['samples'] => [[pipeline, value]];
  const kept = (name: string): number | undefined => findSample(before, name, pipeline);
  const endedAt = secondsOf(report.finishedAt);
  const lastSuccess = isSuccess(run)
    ? endedAt
    : Math.max(
        kept('egdi_run_last_success_timestamp_seconds') ?? 0,
        database.state?.lastSuccessAt == null ? 0 : secondsOf(database.state.lastSuccessAt),
      );
  const published = database.state === null ? kept('egdi_release_published') : (report.publishedRelease ?? 0);
  const quarantine = database.state?.openQuarantine ?? kept('egdi_quarantine_open');
  const units = unitsOf(report.counts).flatMap((counted) =>
    KINDS.map((kind): [Labels, number] => [
      { ...pipeline, stage: counted.stage, unit: counted.unit, kind },
      counted[kind],
    ]),
  );
  const bySeverity = (['error', 'warning', 'info'] as const).map((severity): [Labels, number] => [
    { ...pipeline, severity },
    report.issues.filter((found) => found.severity === severity).length,
  ]);
  const metrics: Metric[] = [
    {
      name: 'egdi_build_info',
      help: 'Versions of the program and of its engine; always 1.',
      samples: [[{ version: PROGRAM_VERSION, engine: ENGINE_VERSION }, 1]],
    },
    {
      name: 'egdi_run_last_timestamp_seconds',
      help: 'When the last run ended, as seconds since the epoch.',
      samples: one(endedAt),
    },
    {
      name: 'egdi_run_last_success_timestamp_seconds',
      help: 'When the last run ended that published or found nothing new; 0 when none is known.',
      samples: one(lastSuccess),
    },
    {
      name: 'egdi_run_duration_seconds',
      help: 'How long the last run took.',
      samples: one(report.durationMs / 1000),
    },
    {
      name: 'egdi_run_exit_code',
      help: 'Exit code of the last run.',
      samples: one(report.exitCode),
    },
    {
      name: 'egdi_run_outcome',
      help: 'What the last run came to: 1 for that outcome, 0 for the others.',
      samples: ARTIFACT_OUTCOMES.map((outcome) => [
        { ...pipeline, outcome },
        outcome === report.outcome ? 1 : 0,
      ]),
    },
    {
      name: 'egdi_run_input_files',
      help: 'Input files of the last run.',
      samples: one(report.inputFiles),
    },
    {
      name: 'egdi_run_issues',
      help: 'Findings about data of the last run.',
      samples: bySeverity,
    },
    {
      name: 'egdi_stage_duration_seconds',
      help: 'How long a stage of the last run took; normalise is part of validate, reconcile of compute.',
      samples: report.stages
        .filter(({ status }) => status === 'done')
        .map(({ stage, durationMs }) => [{ ...pipeline, stage }, durationMs / 1000]),
    },
    {
      name: 'egdi_stage_units',
      help: 'Units that went into and came out of a stage of the last run.',
      samples: units,
    },
    {
      name: 'egdi_release_published',
      help: 'Number of the release that is published; 0 when none is.',
      isOfWarehouse: true,
      samples: published === undefined ? [] : one(published),
    },
    {
      name: 'egdi_quarantine_open',
      help: 'Rows in quarantine that wait for a decision.',
      isOfWarehouse: true,
      samples: quarantine === undefined ? [] : one(quarantine),
    },
  ];
  return metrics.map((metric) => render(metric, otherSamples(before, metric, report.pipeline))).join('');
}

const KINDS = ['in', 'out', 'quarantined', 'excluded', 'merged'] as const;

/** One sum for each unit of a stage: tables of one run may fan out differently. */
function unitsOf(counts: readonly StageCount[]): StageCount[] {
  const sums = new Map<string, StageCount>();
  for (const count of counts) {
    const key = JSON.stringify([count.stage, count.unit]);
    const sum = sums.get(key);
    const added = sum && Object.fromEntries(KINDS.map((kind) => [kind, sum[kind] + count[kind]]));
    sums.set(key, { ...count, ...added });
  }
  return [...sums.values()];
}

function isSuccess({ report }: ObservedRun): boolean {
  return report.exitCode === 0 && ['published', 'unchanged', 'noop'].includes(report.outcome);
}

function secondsOf(time: string): number {
  return Date.parse(time) / 1000;
}

function render({ name, help, samples }: Metric, others: readonly string[]): string {
  const own = samples.map(([labels, value]) => `${name}${renderLabels(labels)} ${value}`);
  const lines = [...others, ...own];
  if (lines.length === 0) return '';
  return [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} gauge`, ...lines, ''].join('\n');
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return `{${pairs.join(',')}}`;
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}

/**
 * What the text that this file wrote says of other pipelines: their last runs stay the last, and what is said of the
 * warehouse is true of them, too.
 */
function otherSamples(text: string, { name, isOfWarehouse, samples }: Metric, pipeline: string): string[] {
  const own = `pipeline="${escapeLabel(pipeline)}"`;
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{pipeline="`) && !line.startsWith(`${name}{${own}`));
  const [sample] = samples;
  if (isOfWarehouse !== true || sample === undefined) return lines;
  return lines.map((line) => line.replace(/ [^ ]+$/, ` ${sample[1]}`));
}

/** The value of a sample in a text that this file wrote. */
function findSample(text: string, name: string, labels: Labels): number | undefined {
  const start = `${name}${renderLabels(labels)} `;
  const line = text.split('\n').find((candidate) => candidate.startsWith(start));
  const value = Number(line?.slice(start.length));
  return line !== undefined && Number.isFinite(value) ? value : undefined;
}
