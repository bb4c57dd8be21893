/** The promise of the kill tests, for any database: killed at any point, the next run heals. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { POINTS } from '../../src/runtime/points.ts';
import { runCli } from './cli.ts';
import { type FaultBench, FIRST, readState, run, SECOND, type StoreState } from './fault-bench.ts';
import { killedAt, recordingTo } from './fault-points.ts';

/** Points after which the new release is what readers see. */
const AFTER_PUBLICATION: readonly string[] = ['publish.committed', 'run.ended'];

export function killPointTests(bench: FaultBench): void {
  const cases = [
    { which: 'first', inputs: FIRST, fresh: bench.empty, before: null },
    { which: 'second', inputs: SECOND, fresh: bench.loaded, before: 1 },
  ] as const;

  test('an undisturbed run passes every named point, and no other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'egdi-points-'));
    try {
      const file = join(folder, 'points');
      const store = await bench.empty();
      const { code } = await runCli(['run', ...SECOND, ...store.args], { env: recordingTo(file) });
      expect(code).toBe(0);
      const passed = readFileSync(file, 'utf8').trimEnd().split('\n');
      expect([...new Set(passed)].sort()).toEqual([...POINTS].sort());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const { which, inputs, fresh, before } of cases) {
    let undisturbed: StoreState;
    beforeAll(async () => {
      const store = await fresh();
      expect((await run(store, inputs)).code).toBe(0);
      undisturbed = await readState(store);
    });

    test.each(POINTS)(
      `the ${which} run, killed at %s, leaves one whole release, and the next run heals`,
      async (point) => {
        const store = await fresh();
        const isPublished = AFTER_PUBLICATION.includes(point);
        const killed = await runCli(['run', ...inputs, ...store.args], { env: killedAt(point) });
        expect(killed.code, 'ended by the signal, not by itself').toBe(null);
        const left = await readState(store);
        expect(left.release).toBe(isPublished ? undisturbed.release : before);
        expect(left.outcomes.at(-1)).toBe(point === 'run.ended' ? 'published' : 'running');

        const next = await run(store, inputs);
        expect(next.code, next.stderr).toBe(0);
        const healed = await readState(store);
        expect(healed.content).toEqual(undisturbed.content);
        expect(healed.outcomes).not.toContain('running');
        // A release that was made and not published is taken up again: crashes leave no litter.
        expect(healed.releases).toBe(undisturbed.releases);
        expect(healed.outcomes.slice(-2)).toEqual(
          point === 'run.ended'
            ? ['published', 'noop']
            : ['crashed', isPublished ? 'unchanged' : 'published'],
        );
      },
    );
  }
}
