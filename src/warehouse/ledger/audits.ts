/**
 * Audits: SQL that returns the rows which break a promise, run against a candidate release. Owned by warehouse/.
 */
import type { Session } from '../connection/session.ts';
import { listSql, readSql, type SqlFolder } from '../schema/sql-files.ts';

export interface AuditResult {
  readonly audit: string;
  readonly about: string;
  readonly severity: 'error' | 'warn';
  readonly status: 'pass' | 'warn' | 'fail';
  readonly failingCount: number;
  /** The first failing rows. */
  readonly sample: readonly Record<string, unknown>[];
}

const SAMPLE_ROWS = 20;

/** Runs every audit of the folder against a release. */
export async function runAudits(
  session: Session,
  sqlFolder: SqlFolder,
  releaseNo: number,
): Promise<AuditResult[]> {
  const results: AuditResult[] = [];
  for (const file of await listSql(sqlFolder, 'audits')) {
    const text = await readSql(sqlFolder, 'audits', file);
    const severity = /^-- severity: (error|warn)$/m.exec(text)?.[1];
    const about = /^-- about: (.+)$/m.exec(text)?.[1];
    if ((severity !== 'error' && severity !== 'warn') || about === undefined) {
      throw new Error(`audit ${file} lacks its severity or about line`);
    }
    const { rows } = await session.query(text, [releaseNo]);
    const status = rows.length === 0 ? 'pass' : severity === 'error' ? 'fail' : 'warn';
    results.push({
      audit: file.replace(/^\d+-|\.sql$/g, ''),
      about,
      severity,
      status,
      failingCount: rows.length,
      sample: rows.slice(0, SAMPLE_ROWS),
    });
  }
  return results;
}

export async function recordAudits(
  session: Session,
  runId: number,
  results: readonly AuditResult[],
): Promise<void> {
  if (results.length === 0) return;
  await session.db
    .insertInto('ops.audit_result')
    .values(
      results.map((result) => ({
        run_id: runId,
        audit: result.audit,
        severity: result.severity,
        status: result.status,
        failing_count: result.failingCount,
        sample: JSON.stringify(result.sample),
      })),
    )
    .execute();
}
