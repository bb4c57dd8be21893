/**
 * Observations in bulk: loading against bare COPY of the same rows, the memory it takes, and what a publication and a
 * rollback cost when one partition changes and when all of them do.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ThrowawayServer } from '../test/support/postgres-server.ts';
import { type Measurement, measureNode } from './measure.ts';

const BULK = fileURLToPath(new URL('./bulk-load.js', import.meta.url));
/** 5 million unless BENCH_BULK_ROWS says otherwise; 0 leaves these scenarios out. */
export const BULK_ROWS = Number(process.env.BENCH_BULK_ROWS ?? 5_000_000);
/** Each round takes about two minutes. */
export const BULK_ROUNDS = Math.min(3, Number(process.env.BENCH_ROUNDS ?? 3));

export interface BulkBench {
  readonly server: ThrowawayServer;
  /** For the CSV file. */
  readonly folder: string;
  newDatabase(name: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  timed(name: string, run: () => Promise<Measurement>): Promise<void>;
  note(text: string): void;
}

const inMillions = (rows: number): string => `${Number((rows / 1e6).toFixed(2))} M`;
export const SMALL_ROWS = Math.ceil(BULK_ROWS / 10);
export const BULK_NAMES = {
  copy: `bulk ${inMillions(BULK_ROWS)}: bare COPY`,
  memory: `bulk ${inMillions(BULK_ROWS)}: load from memory`,
  memoryFifth: `bulk ${inMillions(BULK_ROWS / 5)}: load from memory`,
  csv: `bulk ${inMillions(BULK_ROWS)}: load from CSV`,
  csvFifth: `bulk ${inMillions(BULK_ROWS / 5)}: load from CSV`,
  publishOne: (rows: number) => `of ${inMillions(rows)}: publish one changed partition`,
  rollbackOne: (rows: number) => `of ${inMillions(rows)}: roll back one partition`,
};

/** Loads, interleaved with the floor, each into a database of its own. */
export async function bulkLoads(bench: BulkBench): Promise<void> {
  const { timed, note, folder } = bench;
  const csv = join(folder, 'observations.csv');
  const csvFifth = join(folder, 'observations-fifth.csv');
  note(`bulk: writing ${BULK_ROWS} observations as CSV`);
  await measureNode(BULK, ['write-csv', csv, String(BULK_ROWS)]);
  await measureNode(BULK, ['write-csv', csvFifth, String(BULK_ROWS / 5)]);
  const into = async (name: string, args: (url: string) => string[]): Promise<void> => {
    const url = await bench.newDatabase('bulk');
    await timed(name, () => measureNode(BULK, args(url)));
    await bench.dropDatabase('bulk');
  };
  for (let round = 0; round < BULK_ROUNDS; round += 1) {
    note(`bulk: round ${round + 1} of ${BULK_ROUNDS}`);
    await into(BULK_NAMES.copy, (url) => ['copy', url, String(BULK_ROWS)]);
    await into(BULK_NAMES.memory, (url) => ['memory', url, String(BULK_ROWS)]);
    await into(BULK_NAMES.csv, (url) => ['csv', url, String(BULK_ROWS), csv]);
    await into(BULK_NAMES.memoryFifth, (url) => ['memory', url, String(BULK_ROWS / 5)]);
    await into(BULK_NAMES.csvFifth, (url) => ['csv', url, String(BULK_ROWS / 5), csvFifth]);
  }
  await rm(csv);
  await rm(csvFifth);
}

/** Publications and rollbacks in a warehouse of so many observations; seconds of the transaction alone. */
export async function bulkPublications(bench: BulkBench, rows: number): Promise<void> {
  const { timed, note } = bench;
  const size = inMillions(rows);
  const url = await bench.newDatabase('bulk');
  const load = (...vintage: string[]) => measureNode(BULK, ['memory', url, String(rows), ...vintage]);
  const publish = (name: string, releaseNo: number) =>
    timed(name, async () => {
      const measured = await measureNode(BULK, ['publish', url, String(releaseNo)]);
      const { publishSeconds } = JSON.parse(measured.output) as { publishSeconds: number };
      return { ...measured, seconds: publishSeconds };
    });
  note(`publication: first of ${rows} observations`);
  await load();
  await publish(`of ${size}: publish all, first time`, 1);
  await load('1', 'one');
  for (let round = 0; round < BULK_ROUNDS; round += 1) {
    note(`publication: one partition of ${rows} observations, round ${round + 1} of ${BULK_ROUNDS}`);
    await publish(BULK_NAMES.publishOne(rows), 2);
    await publish(BULK_NAMES.rollbackOne(rows), 1);
  }
  note(`publication: all of ${rows} observations changed`);
  await load('2', 'all');
  await publish(`of ${size}: publish all changed`, 3);
  await publish(`of ${size}: roll back all`, 1);
  await bench.dropDatabase('bulk');
}
