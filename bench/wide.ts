/**
 * A bulk table in the shape of WDIData.csv: 10 million cells, years across, streamed to observations; against
 * csv-parse alone with the same options on the same file. Once as sparse as the published file, once without a blank.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Measurement, measureNode } from './measure.ts';

const WIDE = fileURLToPath(new URL('./wide-table.js', import.meta.url));
/** 10 million unless BENCH_WIDE_CELLS says otherwise. */
export const WIDE_CELLS = Number(process.env.BENCH_WIDE_CELLS ?? 10_000_000);

export type Fill = 'sparse' | 'full';

const size = `${Number((WIDE_CELLS / 1e6).toFixed(2))} M cells`;
export const WIDE_NAMES = {
  floor: (fill: Fill) => `wide ${size}, ${fill}: csv-parse alone`,
  observations: (fill: Fill) => `wide ${size}, ${fill}: to observations`,
  fifth: `wide ${Number((WIDE_CELLS / 5e6).toFixed(2))} M cells, full: to observations`,
};

export interface WideBench {
  readonly folder: string;
  readonly rounds: number;
  timed(name: string, run: () => Promise<Measurement>): Promise<void>;
  note(text: string): void;
}

/** Floor and work take turns, so that a slow minute of the machine weighs on both. */
export async function measureWide({ folder, rounds, timed, note }: WideBench): Promise<void> {
  const fifth = join(folder, 'wide-fifth.csv');
  for (const fill of ['sparse', 'full'] as const) {
    const file = join(folder, `wide-${fill}.csv`);
    note(`wide: writing ${WIDE_CELLS} cells, ${fill}`);
    await measureNode(WIDE, ['write', file, String(WIDE_CELLS), fill]);
    if (fill === 'full') await measureNode(WIDE, ['write', fifth, String(WIDE_CELLS / 5), fill]);
    for (let round = 0; round < rounds; round += 1) {
      note(`wide, ${fill}: round ${round + 1} of ${rounds}`);
      await timed(WIDE_NAMES.floor(fill), () => measureNode(WIDE, ['parse', file]));
      await timed(WIDE_NAMES.observations(fill), () => measureNode(WIDE, ['observe', file]));
    }
    if (fill === 'full') await timed(WIDE_NAMES.fifth, () => measureNode(WIDE, ['observe', fifth]));
    await rm(file);
  }
  await rm(fifth);
}
