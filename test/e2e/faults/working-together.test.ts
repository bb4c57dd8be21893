/** B14, B19: many processes at once on one warehouse: one of them works, the others say who does. */
import { expect, test } from 'vitest';
import { startCli } from '../../support/cli-process.ts';
import {
  describeEmbeddedFaults,
  describeServerFaults,
  type FaultBench,
  FIRST,
  readState,
  run,
  SECOND,
} from '../../support/fault-bench.ts';

function togetherTests(bench: FaultBench): void {
  test('20 runs started at once: exactly one publishes, the others exit 75 or find nothing to do', async () => {
    const store = await bench.loaded();
    const results = await Promise.all(Array.from({ length: 20 }, () => run(store, SECOND, '--json')));
    const outcomes = results.map(({ code, stdout }) =>
      code === 0 ? (JSON.parse(stdout) as { outcome: string }).outcome : `exit ${code}`,
    );
    expect(outcomes.filter((outcome) => outcome === 'published')).toHaveLength(1);
    for (const outcome of outcomes) expect(['published', 'noop', 'exit 75']).toContain(outcome);
    for (const { code, stderr } of results)
      if (code === 75) expect(stderr).toMatch(/held by|is in use by|locked/);
    const state = await readState(store);
    expect(state).toMatchObject({ release: 2, releases: 2 });
    expect(state.outcomes.filter((outcome) => outcome === 'published')).toHaveLength(2);
  });

  test('a scheduler and a run by hand do not meet in the warehouse', async () => {
    const store = await bench.loaded();
    const scheduler = startCli(['schedule', ...FIRST, ...store.args], {
      env: { EGDI_SCHEDULE: '* * * * * *' },
    });
    await scheduler.line(/schedule\.tick\.finished/);
    const codes: (number | null)[] = [];
    for (let done = 0; done < 3; ) {
      const { code } = await run(store, SECOND, '--force');
      codes.push(code);
      if (code === 0) done += 1;
    }
    scheduler.kill('SIGTERM');
    const { code, stderr } = await scheduler.ended;
    expect(code).toBe(143);
    for (const one of codes) expect([0, 75]).toContain(one);
    expect(stderr).not.toMatch(/schedule\.tick\.failed/);
    const state = await readState(store);
    expect(state.release).toBe(2);
    expect(
      state.outcomes.filter((outcome) => !['published', 'unchanged', 'noop', 'aborted'].includes(outcome)),
    ).toEqual([]);
  });
}

describeEmbeddedFaults('B14 working together', togetherTests);
describeServerFaults('B14 working together', togetherTests);
