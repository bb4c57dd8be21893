/**
 * The composite engine: time per replicate, kept intermediate results and none, one thread and two, and memory; against
 * the times of the reference software (COINr 1.1.14 in R, two cores; reference/composite-indicators.md §4).
 */
import { fileURLToPath } from 'node:url';
import { type Palette, table } from '../src/report/text.ts';
import type { CompositeShape } from './composite-index.ts';
import { measureNode } from './measure.ts';

const RUN = fileURLToPath(new URL('./composite-run.js', import.meta.url));

interface Case {
  readonly shape: CompositeShape;
  readonly mode: 'cached' | 'uncached';
  readonly replicates: number;
  readonly workers: number;
  /** Milliseconds a replicate of the reference software; null: not measured there. */
  readonly referenceMs: number | null;
}

const CASES: readonly Case[] = [
  ...[1_000, 10_000, 100_000].flatMap((replicates): Case[] => {
    const referenceMs = replicates === 1_000 ? 36 : replicates === 10_000 ? 103 : null;
    const common = { shape: '193 × 14', replicates, referenceMs } as const;
    return [
      { ...common, mode: 'cached', workers: 1 },
      ...(replicates === 100_000 ? [{ ...common, mode: 'cached', workers: 2 } as const] : []),
      { ...common, mode: 'uncached', workers: 1 },
      ...(replicates === 10_000 ? [{ ...common, mode: 'uncached', workers: 2 } as const] : []),
    ];
  }),
  { shape: '51 × 49', mode: 'cached', replicates: 1_000, workers: 1, referenceMs: 105 },
  { shape: '51 × 49', mode: 'uncached', replicates: 1_000, workers: 1, referenceMs: 105 },
  { shape: '193 × 3', mode: 'cached', replicates: 1_000, workers: 1, referenceMs: 15.8 },
  { shape: '193 × 3', mode: 'cached', replicates: 10_000, workers: 1, referenceMs: null },
];

export interface CompositeMeasurement extends Case {
  /** Best run, in milliseconds. */
  readonly totalMs: number;
  readonly microsecondsPerReplicate: number;
  /** Time of the processors, all threads: on a machine that others use too, it says more. */
  readonly cpuMicrosecondsPerReplicate: number;
  /** How many times as fast as the reference software, per replicate. */
  readonly ratio: number | null;
  readonly peakMb: number;
}

export async function measureComposite(note: (text: string) => void): Promise<CompositeMeasurement[]> {
  const measured: CompositeMeasurement[] = [];
  for (const one of CASES) {
    note(`composite engine: ${one.shape}, ${one.mode}, ${one.replicates} replicates, ${one.workers} threads`);
    const runs = one.mode === 'uncached' && one.replicates === 100_000 ? '1' : '4';
    const args = [one.shape, one.mode, String(one.replicates), String(one.workers)];
    const { output, peakMb } = await measureNode(RUN, args, { BENCH_COMPOSITE_RUNS: runs });
    const { seconds, cpuSeconds } = JSON.parse(output) as { seconds: number; cpuSeconds: number };
    const microsecondsPerReplicate = (1e6 * seconds) / one.replicates;
    const ratio = one.referenceMs === null ? null : (1000 * one.referenceMs) / microsecondsPerReplicate;
    measured.push({
      ...one,
      totalMs: 1000 * seconds,
      microsecondsPerReplicate,
      cpuMicrosecondsPerReplicate: (1e6 * cpuSeconds) / one.replicates,
      ratio,
      peakMb,
    });
  }
  return measured;
}

export function compositeTable(measured: readonly CompositeMeasurement[], palette: Palette): string {
  const right = 'right' as const;
  const rows = measured.map((one) => [
    one.shape,
    one.mode === 'cached' ? 'kept' : 'redone',
    String(one.replicates),
    String(one.workers),
    one.totalMs.toFixed(0),
    one.microsecondsPerReplicate.toFixed(1),
    one.cpuMicrosecondsPerReplicate.toFixed(1),
    one.ratio === null ? '–' : `${one.ratio.toFixed(0)} ×`,
    one.peakMb.toFixed(0),
  ]);
  return [
    table(
      [
        { title: 'ensemble' },
        { title: 'steps' },
        { title: 'replicates', align: right },
        { title: 'threads', align: right },
        { title: 'total ms', align: right },
        { title: 'µs each', align: right },
        { title: 'CPU µs', align: right },
        { title: 'as fast as the reference', align: right },
        { title: 'peak MB', align: right },
      ],
      rows,
      palette,
    ),
    'kept: treated and normalised columns and what depends on them only; redone: every step in every replicate.',
    'Aims on one thread, 193 × 14: ≤ 30 µs kept, ≤ 300 µs redone, memory flat; 193 × 3: under 100 ms. Best of four runs.',
  ].join('\n');
}
