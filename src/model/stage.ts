/**
 * What every stage accounts for. Law 1, conservation: what goes in, times the declared fan-out, equals what
 * comes out plus what was quarantined, excluded by declaration or merged as a duplicate.
 */
import { EgdiError } from './error.ts';
import type { Issue } from './issue.ts';
import type { LocatedRow } from './located.ts';

export const STAGE_NAMES = [
  'extract',
  'validate',
  'normalise',
  'compute',
  'reconcile',
  'load',
  'audit',
  'publish',
] as const;
export type StageName = (typeof STAGE_NAMES)[number];

export interface StageCount {
  readonly stage: StageName;
  /** What is counted in → out: `rows → records`. */
  readonly unit: string;
  readonly in: number;
  /** Units that one unit becomes. */
  readonly fanOut: number;
  readonly out: number;
  readonly quarantined: number;
  readonly excluded: number;
  readonly merged: number;
}

/** A row held back, whole, until someone releases or rejects it. */
export interface QuarantinedRow {
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string | null;
  readonly raw: LocatedRow;
  readonly header: readonly (string | null)[];
  readonly edition: number | null;
  /** Whether the row holds several records, which their editions tell apart: that of a wide panel does. */
  readonly isOneOfSeveral: boolean;
  readonly issues: readonly Issue[];
}

export function stageCount(
  stage: StageName,
  unit: string,
  counts: { in: number; out: number } & Partial<Omit<StageCount, 'stage' | 'unit'>>,
): StageCount {
  return { stage, unit, fanOut: 1, quarantined: 0, excluded: 0, merged: 0, ...counts };
}

/** Throws when a stage lost or invented something: a defect of the program, never of the data. */
export function assertConserved(count: StageCount): void {
  const accounted = count.out + count.quarantined + count.excluded + count.merged;
  if (count.in * count.fanOut === accounted) return;
  throw new EgdiError(
    'conservation-broken',
    `${count.stage} does not conserve ${count.unit}: ${count.in} × ${count.fanOut} in, ${count.out} out, ` +
      `${count.quarantined} quarantined, ${count.excluded} excluded, ${count.merged} merged`,
    { hint: 'this is a defect of the program; nothing was loaded' },
  );
}

/** Adds up counts of one stage and unit, for totals over files or editions. */
export function sumCounts(counts: readonly StageCount[]): StageCount[] {
  const totals = new Map<string, StageCount>();
  for (const count of counts) {
    const key = `${count.stage}\t${count.unit}\t${count.fanOut}`;
    const total = totals.get(key);
    totals.set(
      key,
      total
        ? {
            ...total,
            in: total.in + count.in,
            out: total.out + count.out,
            quarantined: total.quarantined + count.quarantined,
            excluded: total.excluded + count.excluded,
            merged: total.merged + count.merged,
          }
        : count,
    );
  }
  return [...totals.values()];
}
