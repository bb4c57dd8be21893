/** B19: SIGTERM and SIGINT, once and twice, in the middle of a transaction. */
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { startCli } from '../../support/cli-process.ts';
import { runOnce } from '../../support/databases.ts';
import {
  describeEmbeddedFaults,
  describeServerFaults,
  type FaultBench,
  readState,
  run,
  SECOND,
} from '../../support/fault-bench.ts';
import { pausedAt } from '../../support/fault-points.ts';

function signalTests(bench: FaultBench): void {
  test.each([
    ['SIGTERM', 143, 'load.facts-copied'],
    ['SIGINT', 130, 'load.facts-copied'],
    ['SIGTERM', 143, 'audit.recorded'],
    ['SIGINT', 130, 'output.renamed'],
  ] as const)(
    '%s: rolled back, recorded as aborted, exit %i, at %s; the next run publishes',
    async (signal, code, point) => {
      const store = await bench.loaded();
      const { cli, resume } = await pausedAt(point, ['run', ...SECOND, ...store.args], {
        folder: store.dataDir,
      });
      cli.kill(signal);
      resume();
      expect((await cli.ended).code).toBe(code);
      expect(await readState(store)).toMatchObject({ release: 1, outcomes: ['published', 'aborted'] });
      expect((await run(store, SECOND)).code).toBe(0);
      expect(await readState(store)).toMatchObject({ outcomes: ['published', 'aborted', 'published'] });
    },
  );

  test('a reader of the output that goes away is no failure of the run', async () => {
    const store = await bench.loaded();
    const { code } = await runCli(['run', ...SECOND, '--json', ...store.args], { closeStdout: true });
    expect(code).toBe(0);
    expect(await readState(store)).toMatchObject({ release: 2, outcomes: ['published', 'published'] });
  });
}

describeEmbeddedFaults('B19 a run that is told to stop', signalTests);
describeServerFaults('B19 a run that is told to stop', signalTests);

// A statement of the embedded database cannot be interrupted, so there only SIGKILL is faster than one SIGTERM.
describeServerFaults('B19 a run that is told to stop twice', (bench) => {
  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    '%s twice ends a run at once that waits for the server, and the next run heals',
    async (signal, code) => {
      const store = await bench.loaded();
      if (store.target.kind !== 'server') throw new Error('a server was expected');
      const blocker = new Client({ connectionString: store.target.url });
      await blocker.connect();
      try {
        // Writers wait, readers do not: so the run has begun when it has to wait.
        await blocker.query('begin; lock table warehouse.score in exclusive mode');
        const cli = startCli(['run', ...SECOND, ...store.args]);
        // Asked on other connections: within one transaction the activity of sessions stands still.
        const { url } = store.target;
        const isWaiting = async () => {
          const rows = await runOnce(
            url,
            "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
          );
          return rows.length > 0;
        };
        while (!(await isWaiting()));
        cli.kill(signal);
        // Two signals within a third of a second count as one: npm passes Ctrl+C on a second time.
        const repeat = setInterval(() => cli.kill(signal), 400);
        expect((await cli.ended).code).toBe(code);
        clearInterval(repeat);
      } finally {
        await blocker.end();
      }
      expect((await run(store, SECOND)).code).toBe(0);
      expect(await readState(store)).toMatchObject({
        release: 2,
        outcomes: ['published', 'crashed', 'published'],
      });
    },
  );
});
