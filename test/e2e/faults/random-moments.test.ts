/**
 * B19: runs, rollbacks and publications killed at random moments. CHAOS_RUNS sets how many (8 for each database), CHAOS_SEED repeats one
 * sequence; a failure names its seed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startCli } from '../../support/cli-process.ts';
import { withWarehouse } from '../../support/dump.ts';
import {
  describeEmbeddedFaults,
  describeServerFaults,
  type FaultBench,
  type FaultStore,
  readState,
  run,
} from '../../support/fault-bench.ts';
import { officialFile } from '../../support/survey-files.ts';

const RUNS = Number(process.env.CHAOS_RUNS ?? 8);
const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const EDITIONS = [2005, 2010, 2014, 2018, 2020, 2022, 2024];

/** Numbers from 0 to 1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    // A linear congruential generator (Numerical Recipes) is random enough to choose moments.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function pastReleases(store: FaultStore): Promise<number[]> {
  return withWarehouse(store.target, (warehouse) =>
    warehouse.withConnection(async (session) => {
      const { rows } = await session.query(
        "select release_no from warehouse.release where status = 'superseded' order by 1",
      );
      return rows.map((row) => Number(row.release_no));
    }),
  );
}

function killTests(bench: FaultBench): void {
  test(`killed at ${RUNS} random moments (seed ${SEED}) readers always see one whole release, and a run succeeds after all`, async () => {
    const random = randomNumbers(SEED);
    const store = await bench.loaded();
    // How long an undisturbed one takes here and now; moments are chosen from a little more than that.
    const began = performance.now();
    expect((await run(store, ['--input', officialFile(2016)], '--force')).code).toBe(0);
    const spanMs = (performance.now() - began) * 1.1;
    for (let turn = 0; turn < RUNS; turn += 1) {
      const past = await pastReleases(store);
      const target = past[Math.floor(random() * past.length)];
      const edition = EDITIONS[Math.floor(random() * EDITIONS.length)] ?? 2018;
      const args =
        target !== undefined && random() < 0.4
          ? ['rollback', '--to', String(target), '--reason', 'chaos']
          : ['run', '--force', '--input', officialFile(edition)];
      const cli = startCli([...args, ...store.args]);
      const momentMs = random() * spanMs;
      await Promise.race([pause(momentMs), cli.ended]);
      cli.kill('SIGKILL');
      const { code, stderr } = await cli.ended;
      const what = `turn ${turn}: ${args.join(' ')} after ${Math.round(momentMs)} ms (seed ${SEED})`;
      expect([0, null], `${what}\n${stderr}`).toContain(code);
      await readState(store);
    }
    const last = await run(store, ['--input', officialFile(2018)], '--force');
    expect(last.code, `seed ${SEED}: ${last.stderr}`).toBe(0);
    const { outcomes } = await readState(store);
    expect(outcomes).not.toContain('running');
  }, 3_600_000);
}

describeEmbeddedFaults('B19 random moments', killTests);
describeServerFaults('B19 random moments', killTests);
