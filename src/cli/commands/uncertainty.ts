/** `egdi uncertainty`: how robust the ranks of an edition are. */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import type { VariedAggregation } from '../../analysis/uncertainty/edition-ensemble.ts';
import { analyseUncertainty, type UncertaintyRequest } from '../../analysis/uncertainty/uncertainty.ts';
import {
  onThisThread,
  type Piece,
  type PieceResult,
  type PieceRunner,
} from '../../analysis/uncertainty/uncertainty-pieces.ts';
import { ComputationRefused } from '../../composite/refusal.ts';
import { findMethod } from '../../methodology/registry.ts';
import { EXIT } from '../../model/error.ts';
import { askedCountry } from '../../reference/country-query.ts';
import { createPalette } from '../../report/text.ts';
import { uncertaintyJson, uncertaintyText } from '../../report/uncertainty.ts';
import { heedSignal } from '../../runtime/shutdown.ts';
import { runOnWorkers } from '../../runtime/worker-pool.ts';
import { readEditionFigures } from '../../warehouse/queries/edition-figures.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';
import { askedEdition } from '../edition-argument.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

interface UncertaintyOptions {
  readonly country: readonly string[];
  readonly replicates: number;
  readonly seed: number;
  readonly weights: number;
  readonly aggregation: readonly VariedAggregation[];
  readonly rounding: boolean;
  readonly top: number;
  readonly above?: string;
  readonly sobol?: boolean;
  readonly leaveOneOut?: boolean;
  readonly workers?: number;
}

/** Below it a thread costs more than it saves. */
const WORTH_WORKERS = 100_000;

export const uncertainty: CommandFunction = async (cli, { args, options }) => {
  const asked = options as unknown as UncertaintyOptions;
  const edition = askedEdition(String(args[0] ?? ''), 'egdi uncertainty 2018');
  const country = (text: string) => askedCountry(text, edition, unSurvey);
  const request: UncertaintyRequest = {
    seed: asked.seed,
    weightFraction: asked.weights,
    aggregations: asked.aggregation,
    variesRounding: asked.rounding,
    replicates: asked.replicates,
    top: asked.top,
    countries: [...new Set(asked.country.map(country))],
    above: asked.above === undefined ? null : country(asked.above),
    isSensitivityAsked: asked.sobol === true,
    isLeaveOneOutAsked: asked.leaveOneOut === true,
  };
  const figures = await withReadableWarehouse(cli, 'uncertainty', (warehouse) =>
    warehouse.withTransaction((session) => readEditionFigures(session, edition), { readOnly: true }),
  );
  const method = findMethod(edition);
  if (method === undefined) {
    throw new ComputationRefused('rule-unknown', `EGDI ${edition}`, 'the method of the edition is unknown');
  }
  cli.progress.start('uncertainty');
  try {
    const analysis = await analyseUncertainty(figures, method, request, runnerFor(cli, asked));
    cli.progress.stop();
    cli.print(cli.json ? uncertaintyJson(analysis) : uncertaintyText(analysis, createPalette(cli.color)));
  } finally {
    cli.progress.stop();
  }
  return EXIT.ok;
};

/** On worker threads where that pays, or as many as are asked for. The result is the same. */
function runnerFor(cli: CliContext, { workers, replicates, sobol }: UncertaintyOptions): PieceRunner {
  const evaluations = sobol === true ? 2 * replicates : replicates;
  const threads = workers ?? (evaluations < WORTH_WORKERS ? 1 : availableParallelism());
  if (threads <= 1) {
    return (specification, pieces, onResult) =>
      onThisThread(async (index) => {
        await heedSignal(cli.signal);
        cli.progress.update(index, `of ${pieces.length} pieces`);
      })(specification, pieces, onResult);
  }
  // Compiled or not, the worker's module has the extension of this one.
  const module = new URL(
    `../../analysis/uncertainty/uncertainty-worker${extname(import.meta.url)}`,
    import.meta.url,
  );
  return (specification, pieces, onResult) =>
    runOnWorkers<Piece, PieceResult>({
      module,
      workers: threads,
      setting: specification,
      pieces,
      signal: cli.signal,
      onResult(result, index) {
        cli.progress.update(index + 1, `of ${pieces.length} pieces, ${threads} threads`);
        onResult(result, index);
      },
    });
}
