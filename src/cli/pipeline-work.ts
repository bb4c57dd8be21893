/** One pipeline's run as commands take it: whatever it is made of, it is done and told in the same way. */
import type { IndicatorPipeline, NationalPipeline } from '../pipeline/define-pipeline.ts';
import type { IndicatorRunReport } from '../pipeline/indicators/indicator-run-report.ts';
import { runPipeline } from '../pipeline/run/run.ts';
import type { RunReport } from '../pipeline/run/run-report.ts';
import type { RunRequest } from '../pipeline/run/run-request.ts';
import { indicatorRunLines, indicatorRunSummary } from '../report/indicator-run-summary.ts';
import { runLines, runSummary } from '../report/run-summary.ts';
import type { Palette } from '../report/text.ts';
import type { CliContext } from './context.ts';
import type { KnownPipeline } from './pipelines.ts';
import { type RunSurroundings, withPreparedRun, withPreparedTables } from './prepared-run.ts';
import { programName } from './program-name.ts';
import type { Options } from './run-options.ts';
import { saidOfFiles, saidSeriesOf, withGivenDeclarations } from './tables-options.ts';

export interface PipelineWork {
  readonly name: string;
  /** Does the work; findings about data end in the report, what stops the work is thrown. */
  run(surroundings: RunSurroundings): Promise<WorkDone>;
}

export interface WorkDone {
  readonly report: RunReport;
  /** What a person reads after this run alone. */
  summary(palette: Palette): string;
  /** The same as one of several: without what to do next, and short where nothing is wrong. */
  lines(palette: Palette): string;
}

/** What is asked of a run, whatever its pipeline is made of. */
export interface WorkOrder {
  readonly command: string;
  readonly inputs: readonly string[];
  readonly options: Options;
  readonly reason: string;
  readonly nominalTime?: Date;
}

/** The work that an order means for a pipeline. */
export function workOf(cli: CliContext, known: KnownPipeline, order: WorkOrder): PipelineWork {
  switch (known.kind) {
    case 'survey':
      return surveyWork(cli, { ...requestOf(order), pipeline: known.pipeline, edition: null });
    case 'indicators':
      return indicatorWork(cli, known.pipeline, order);
    case 'national':
      return nationalWork(cli, known.pipeline, order);
  }
}

export function surveyWork(cli: CliContext, request: RunRequest): PipelineWork {
  return {
    name: request.pipeline.name,
    async run(surroundings) {
      const report = await withPreparedRun(cli, surroundings, request, runPipeline, (done) => done);
      const options = { program: programName(), isServer: cli.config.databaseUrl !== null };
      return {
        report,
        summary: (palette) => runSummary(report, palette, options),
        lines: (palette) => runLines(report, palette),
      };
    },
  };
}

function indicatorWork(cli: CliContext, pipeline: IndicatorPipeline, order: WorkOrder): PipelineWork {
  const request = { ...requestOf(order), pipeline, ...saidOfFiles(order.options) };
  return {
    name: pipeline.name,
    async run(surroundings) {
      const { prepareIndicators } = await import('../pipeline/indicators/prepare-indicators.ts');
      const { runIndicators } = await import('../pipeline/indicators/run-indicators.ts');
      const prepared = await prepareIndicators(request, prepareOptions(cli));
      return tablesDone(
        await withPreparedTables(cli, surroundings, request, prepared, (context) =>
          runIndicators(request, context, prepared),
        ),
      );
    },
  };
}

function nationalWork(cli: CliContext, pipeline: NationalPipeline, order: WorkOrder): PipelineWork {
  return {
    name: pipeline.name,
    async run(surroundings) {
      const request = {
        ...requestOf(order),
        ...saidSeriesOf(order.options),
        ...(await withGivenDeclarations(pipeline, order.options)),
      };
      const { prepareNational } = await import('../pipeline/national/prepare-national.ts');
      const { runNational } = await import('../pipeline/national/run-national.ts');
      const prepared = await prepareNational(request, prepareOptions(cli));
      return tablesDone(
        await withPreparedTables(cli, surroundings, request, prepared, (context) =>
          runNational(request, context, prepared),
        ),
      );
    },
  };
}

function tablesDone(report: IndicatorRunReport): WorkDone {
  return {
    report,
    summary: (palette) => indicatorRunSummary(report, palette),
    lines: (palette) => indicatorRunLines(report, palette),
  };
}

function prepareOptions({ clock, config, signal }: CliContext) {
  return { maxFileBytes: config.maxFileMb * 1_000_000, clock, signal };
}

function requestOf({ command, inputs, options, reason, nominalTime }: WorkOrder) {
  return {
    command,
    inputs,
    force: options.force === true,
    noPublish: options.publish === false,
    publishPartial: options.publishPartial === true,
    acceptFewer: options.acceptFewer === true,
    reason,
    ...(nominalTime && { nominalTime }),
  };
}
