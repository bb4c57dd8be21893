/**
 * One measurement of the composite engine in a process of its own: `shape mode replicates workers`. Prints the seconds
 * of the best of several runs by the clock and by the processors (all threads), ranks and quantiles included, as JSON.
 */

import {
  type Piece,
  type PieceResult,
  type PieceRunner,
  piecesOf,
  runPieces,
} from '../src/analysis/uncertainty/uncertainty-pieces.ts';
import {
  createEnsemble,
  type EnsembleSpecification,
  runEnsemble,
} from '../src/composite/uncertainty/ensemble.ts';
import { type RankCounts, rankStatistics } from '../src/composite/uncertainty/rank-counts.ts';
import { runOnWorkers } from '../src/runtime/worker-pool.ts';
import { COMPOSITE_SHAPES, type CompositeShape } from './composite-index.ts';

const [shape = '', mode = '', replicatesText = '', workersText = ''] = process.argv.slice(2);
const replicates = Number(replicatesText);
const workers = Number(workersText);
const specification: EnsembleSpecification = {
  ...COMPOSITE_SHAPES[shape as CompositeShape](),
  isCached: mode === 'cached',
};
const runs = Number(process.env.BENCH_COMPOSITE_RUNS ?? 4);
let seconds = Number.POSITIVE_INFINITY;
let cpuSeconds = Number.POSITIVE_INFINITY;
for (let run = 0; run < runs; run += 1) {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  takeQuantiles(await counted());
  seconds = Math.min(seconds, (performance.now() - startedAt) / 1000);
  cpuSeconds = Math.min(cpuSeconds, process.cpuUsage(cpuBefore).user / 1e6);
}
process.stdout.write(`${JSON.stringify({ seconds, cpuSeconds })}\n`);

async function counted(): Promise<RankCounts> {
  const ensemble = createEnsemble(specification);
  if (workers === 1) return runEnsemble(ensemble, replicates).counts;
  return (await runPieces(ensemble, piecesOf(replicates, 0, []), onThreads)).result.counts;
}

function onThreads(...[setting, pieces, onResult]: Parameters<PieceRunner>): Promise<void> {
  const module = new URL('../src/analysis/uncertainty/uncertainty-worker.js', import.meta.url);
  return runOnWorkers<Piece, PieceResult>({ module, workers, setting, pieces, onResult });
}

function takeQuantiles(counts: RankCounts): void {
  for (let unit = 0; unit < counts.units; unit += 1) {
    if (rankStatistics(counts, unit).ranked !== replicates) throw new Error('a replicate is missing');
  }
}
