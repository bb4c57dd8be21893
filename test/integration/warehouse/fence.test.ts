/** B14: a writer whose lock was lost without its knowledge can neither load nor publish. */
import { beforeAll, expect, test } from 'vitest';
import type { EgdiError } from '../../../src/model/error.ts';
import { proveFence, takeFence } from '../../../src/warehouse/ledger/fence.ts';
import { setUpDatabase } from '../../../src/warehouse/schema/set-up.ts';
import { describeEachDatabase, describeEachServer } from '../../support/databases.ts';
import { SQL_FOLDER } from '../../support/load-survey.ts';

const NOW = new Date('2026-01-01T00:00:00Z');

describeEachDatabase('B14 the fencing token', (database) => {
  beforeAll(async () => {
    await setUpDatabase(await database.warehouse(), SQL_FOLDER, { createRoles: false });
  });

  test('of two writers only the later one passes, and the earlier is told who took over', async () => {
    const warehouse = await database.warehouse();
    const first = await warehouse.withTransaction((session) => takeFence(session, 'egdi run', NOW));
    await warehouse.withTransaction((session) => proveFence(session, first));
    const second = await warehouse.withTransaction((session) => takeFence(session, 'egdi schedule', NOW));
    expect(second.token).toBe(first.token + 1);
    await warehouse.withTransaction((session) => proveFence(session, second));
    const refused = await warehouse
      .withTransaction((session) => proveFence(session, first))
      .catch((error: unknown) => error as EgdiError);
    expect(refused).toMatchObject({ code: 'fenced-off', exitCode: 75 });
    expect(String(refused)).toContain(`egdi schedule (process ${process.pid}`);
  });
});

describeEachServer('B14 the fencing token', (database) => {
  test('nobody becomes the writer between the proof and the commit that relies on it', async () => {
    const warehouse = await database.warehouse();
    await setUpDatabase(warehouse, SQL_FOLDER, { createRoles: false });
    const first = await warehouse.withTransaction((session) => takeFence(session, 'egdi run', NOW));
    const order: string[] = [];
    let next: Promise<unknown> | undefined;
    await warehouse.withTransaction(async (session) => {
      await proveFence(session, first);
      const other = await database.open();
      next = other
        .withTransaction((theirs) => takeFence(theirs, 'egdi run', NOW))
        .then(() => order.push('taken over'))
        .finally(() => other.close());
      // The other one is seen to wait for this transaction.
      let waiting = 0;
      while (waiting === 0) {
        const { rows } = await session.query(
          'select count(*) as waiting from pg_stat_activity where pg_backend_pid() = any (pg_blocking_pids(pid))',
        );
        waiting = Number(rows[0]?.waiting);
      }
      order.push('committing');
    });
    await next;
    expect(order).toEqual(['committing', 'taken over']);
  });
});
