/**
 * One release as a person asks for it: what it is, and why it cannot be published where it cannot.
 * Owned by warehouse/; imports model/.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import { REPORTING_CONTRACT_VERSION } from '../../model/version.ts';
import type { Session } from '../connection/session.ts';
import type { ReleaseStatus } from '../schema/schema.ts';

export interface ReleaseState {
  readonly releaseNo: number;
  readonly status: ReleaseStatus;
  readonly isPublished: boolean;
  /** Last publication; null for one that never was. */
  readonly publishedAt: string | null;
  readonly baseReleaseNo: number | null;
  readonly contractVersion: number;
  readonly pipeline: string;
  /** What the run that made it said last. */
  readonly runMessage: string | null;
  readonly pinnedAt: string | null;
  readonly pinReason: string | null;
}

/**
 * The release of a number, or the published one.
 * @throws EgdiError `release-unknown` (exit 2), `nothing-published` (exit 7)
 */
export async function requireRelease(session: Session, asked: number | 'published'): Promise<ReleaseState> {
  const { rows } = await session.query(
    `select r.release_no as "releaseNo", r.status, u.release_no is not null as "isPublished",
            r.published_at as "publishedAt", r.base_release_no as "baseReleaseNo",
            r.contract_version as "contractVersion", coalesce(run.pipeline, '') as pipeline,
            run.message as "runMessage", r.pinned_at as "pinnedAt", r.pin_reason as "pinReason"
     from warehouse.release r
     left join warehouse.publication u using (release_no)
     left join ops.run run on run.run_id = r.run_id
     where case when $1::integer is null then u.release_no is not null else r.release_no = $1::integer end`,
    [asked === 'published' ? null : asked],
  );
  const [found] = rows as unknown[] as ReleaseState[];
  if (found !== undefined) return found;
  if (asked === 'published') {
    throw new EgdiError('nothing-published', 'the warehouse has no published release yet', {
      exitCode: EXIT.databaseUnavailable,
      hint: 'load and publish with: egdi run',
    });
  }
  const { rows: last } = await session.query('select max(release_no) as newest from warehouse.release');
  const newest = last[0]?.newest;
  throw new EgdiError('release-unknown', `there is no release ${asked}`, {
    exitCode: EXIT.usage,
    hint: newest == null ? 'there is none yet: egdi run' : `the newest is ${newest}; all: egdi releases`,
  });
}

/** @throws EgdiError `release-collected` (exit 3) when gc has removed what the release held */
export function requireList({ releaseNo, status }: ReleaseState): void {
  if (status !== 'collected') return;
  throw new EgdiError(
    'release-collected',
    `release ${releaseNo} was collected: egdi gc removed its list of partitions`,
    {
      exitCode: EXIT.dataRefused,
      hint: 'releases that are still whole: egdi releases; egdi pin <release> keeps one from gc',
    },
  );
}

/** @throws EgdiError `contract-older`, `contract-newer` (exit 3) when the reporting tables of this program are others */
export function requireContract({ releaseNo, contractVersion }: ReleaseState): void {
  if (contractVersion === REPORTING_CONTRACT_VERSION) return;
  const isOlder = contractVersion < REPORTING_CONTRACT_VERSION;
  throw new EgdiError(
    isOlder ? 'contract-older' : 'contract-newer',
    `release ${releaseNo} was made for version ${contractVersion} of the reporting tables, which are at version ` +
      `${REPORTING_CONTRACT_VERSION}: it ${isOlder ? 'does not hold all that they need' : 'holds what they do not know'}`,
    {
      exitCode: EXIT.dataRefused,
      hint: isOlder ? 'egdi run makes a release of today’s version' : 'use the newer program that made it',
    },
  );
}

/** Failed audits and errors in data of the last run that refused a release. */
export async function refusalReasons(session: Session, releaseNo: number): Promise<string[]> {
  const { rows } = await session.query(
    `with refused as (
       select max(run_id) as run_id from ops.run where release_no = $1 and outcome = 'refused'
     )
     select 'audit ' || a.audit || ' failed: ' || a.failing_count || ' rows' as reason, 1 as place
     from ops.audit_result a join refused using (run_id)
     where a.status = 'fail'
     union all
     select i.code || ' (' || count(*) || '): ' || min(i.message), 2
     from ops.issue i join refused using (run_id)
     where i.severity = 'error'
     group by i.code
     order by place, reason`,
    [releaseNo],
  );
  return rows.map((row) => String(row.reason));
}
