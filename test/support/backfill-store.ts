import type { BackfillReport } from '../../src/pipeline/backfill/report.ts';
import type { WarehouseTarget } from '../../src/warehouse/connection/connect.ts';
import { type CliResult, runCli } from './cli.ts';
import { runOnce, type TestDatabase } from './databases.ts';
import { queryRows, withWarehouse } from './dump.ts';

export interface BackfillStore {
  /** Options that lead the program to the store. */
  args(): readonly string[];
  /** Runs a backfill to its end. */
  backfill(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliResult>;
  /** Runs one that must end by itself with this exit code, and reads its report. */
  report(code: number, ...args: string[]): Promise<BackfillReport>;
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** `2014 done 1` … of the latest backfill. */
  partitions(): Promise<string[]>;
  empty(): Promise<void>;
}

export function backfillStore(database: TestDatabase): BackfillStore {
  const target = (): WarehouseTarget => database.target();
  const args = (): readonly string[] => {
    const at = target();
    return at.kind === 'server' ? ['--database-url', at.url] : ['--data-dir', at.directory];
  };
  const backfill = (given: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runCli(['backfill', 'un-survey', '--json', ...given, ...args()], { env });
  const query = (sql: string) => queryRows(target(), sql);
  return {
    args,
    backfill,
    query,
    async report(code, ...given) {
      const result = await backfill(given);
      if (result.code !== code)
        throw new Error(`exit ${result.code}, not ${code}: ${result.stderr}${result.stdout}`);
      return JSON.parse(result.stdout) as BackfillReport;
    },
    async partitions() {
      const rows = await query(
        `select partition_key, status, attempts from ops.backfill_partition
         where backfill_id = (select max(backfill_id) from ops.backfill) order by partition_key`,
      );
      return rows.map((row) => `${row.partition_key} ${row.status} ${row.attempts}`);
    },
    async empty() {
      const sql = 'drop schema if exists reporting, history, warehouse, ops cascade';
      const at = target();
      if (at.kind === 'server') await runOnce(at.url, sql);
      else await withWarehouse(at, (warehouse) => warehouse.withConnection((session) => session.exec(sql)));
    },
  };
}
