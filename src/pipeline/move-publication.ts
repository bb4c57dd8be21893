/**
 * Publications by a person: an audited candidate, or a release that was published before. One transaction re-checks
 * the gate, brings the reporting tables to the release, moves the publication and writes the ledger.
 */
import { EgdiError, EXIT } from '../model/error.ts';
import { ENGINE_VERSION } from '../model/version.ts';
import type { Clock } from '../runtime/clock.ts';
import { heedSignal } from '../runtime/shutdown.ts';
import { attributeChanges } from '../stages/attribute-changes.ts';
import { audit } from '../stages/audit.ts';
import { publish } from '../stages/publish.ts';
import { recomputeComponents } from '../stages/recompute-components.ts';
import type { Warehouse } from '../warehouse/connection/connect.ts';
import type { Session } from '../warehouse/connection/session.ts';
import type { AuditResult } from '../warehouse/ledger/audits.ts';
import { nameWriterRun, proveFence, takeFence } from '../warehouse/ledger/fence.ts';
import { currentActor, endRun, markCrashedRuns, recordRun } from '../warehouse/ledger/runs.ts';
import {
  type ReleaseState,
  refusalReasons,
  requireContract,
  requireList,
  requireRelease,
} from '../warehouse/releases/release-state.ts';
import { findPublished, setReleaseStatus } from '../warehouse/releases/releases.ts';
import { withdrawVersions } from '../warehouse/releases/withdrawn.ts';
import type { SqlFolder } from '../warehouse/schema/sql-files.ts';

export interface MoveRequest {
  readonly kind: 'publish' | 'rollback';
  readonly releaseNo: number;
  readonly reason: string;
}

export interface MoveContext {
  readonly warehouse: Warehouse;
  readonly sqlFolder: SqlFolder;
  readonly clock: Clock;
  /** Aborted when the program is told to stop, or when it is no longer the only writer. */
  readonly signal: AbortSignal;
}

/** What was done. Extended, never renamed: `--json` prints it. */
export interface PublicationMove {
  readonly kind: 'publish' | 'rollback';
  /** `already-published`: there was nothing to do, and nothing was written. */
  readonly outcome: 'published' | 'already-published' | 'refused';
  readonly exitCode: number;
  readonly releaseNo: number;
  readonly previousReleaseNo: number | null;
  readonly reason: string;
  readonly actor: string;
  /** Its line in the ledger of runs. */
  readonly runId: number | null;
  /** Editions whose rows were replaced. */
  readonly editions: readonly string[];
  /** Partitions that a rollback took back: no run publishes them again. */
  readonly withdrawn: readonly string[];
  readonly audits: readonly AuditResult[];
  readonly message: string | null;
}

/**
 * Moves the publication. The caller holds the lock of the writer.
 * @throws EgdiError `release-unknown` (exit 2); `release-collected`, `release-refused`, `base-stale`,
 * `not-a-candidate`, `never-published`, `contract-older`, `contract-newer` (exit 3), when nothing was written
 */
export async function movePublicationTo(
  request: MoveRequest,
  { warehouse, sqlFolder, clock, signal }: MoveContext,
): Promise<PublicationMove> {
  const { kind, releaseNo, reason } = request;
  const actor = currentActor();
  const now = clock.now();
  return warehouse.withTransaction(async (session) => {
    const release = await requireRelease(session, releaseNo);
    const base = { kind, releaseNo, previousReleaseNo: null, reason, actor, runId: null };
    const nothing = { editions: [], withdrawn: [], audits: [], message: null };
    if (release.isPublished) {
      return { ...base, ...nothing, outcome: 'already-published', exitCode: EXIT.ok };
    }
    requireList(release);
    await (kind === 'publish' ? requireCandidate(session, release) : requireFormer(release));
    requireContract(release);

    await heedSignal(signal);
    const fence = await takeFence(session, `egdi ${kind}`, now);
    await markCrashedRuns(session, now);
    const runId = await recordRun(session, {
      pipeline: release.pipeline,
      command: kind,
      // Of its own: this run has no inputs whose key a run of the pipeline could share.
      runKey: `${kind} of release ${releaseNo}`,
      engineVersion: ENGINE_VERSION,
      startedAt: now,
    });
    await nameWriterRun(session, fence, runId);
    const end = { releaseNo, finishedAt: clock.now() };
    await attributeChanges(session, sqlFolder);
    await recomputeComponents(session, sqlFolder);
    const audited = await audit(session, sqlFolder, { releaseNo, runId });
    if (!audited.isPassed) {
      const failed = audited.results.filter(({ status }) => status === 'fail').map((one) => one.audit);
      const message = `audit failed: ${failed.join(', ')}`;
      if (kind === 'publish') await setReleaseStatus(session, releaseNo, 'refused');
      await endRun(session, runId, { ...end, outcome: 'refused', exitCode: EXIT.dataRefused, message });
      const found = { ...nothing, audits: audited.results, message };
      return { ...base, ...found, runId, outcome: 'refused', exitCode: EXIT.dataRefused };
    }
    await proveFence(session, fence);
    const order = { releaseNo, runId, kind, reason, actor, now };
    const { publication } = await publish(session, sqlFolder, order);
    const { previousReleaseNo, editions, logId } = publication;
    const withdrawn =
      kind === 'rollback' && previousReleaseNo !== null
        ? await withdrawVersions(session, { from: previousReleaseNo, to: releaseNo, logId })
        : [];
    await endRun(session, runId, { ...end, outcome: 'published', exitCode: EXIT.ok, message: reason });
    await heedSignal(signal);
    return {
      ...base,
      ...nothing,
      outcome: 'published',
      exitCode: EXIT.ok,
      previousReleaseNo,
      runId,
      editions,
      withdrawn,
      audits: audited.results,
    };
  });
}

/** Only an audited candidate whose list was made from what is published can be published. */
async function requireCandidate(session: Session, release: ReleaseState): Promise<void> {
  const { releaseNo, status, baseReleaseNo } = release;
  if (status === 'refused') {
    const reasons = await refusalReasons(session, releaseNo);
    const why = reasons.length > 0 ? reasons.join('; ') : (release.runMessage ?? 'its data was refused');
    throw refuse('release-refused', `release ${releaseNo} was refused: ${why}`, {
      hint: 'mend the data and run again: egdi run',
    });
  }
  if (status !== 'candidate') {
    throw refuse('not-a-candidate', `release ${releaseNo} is no candidate: it was published before`, {
      hint: `bring it back with: egdi rollback --to ${releaseNo} --reason …`,
    });
  }
  const published = (await findPublished(session))?.releaseNo ?? null;
  if (published === baseReleaseNo) return;
  const was = baseReleaseNo === null ? 'before anything was published' : `from release ${baseReleaseNo}`;
  throw refuse(
    'base-stale',
    `release ${releaseNo} was made ${was}, and release ${published} is published now: its list would undo the difference`,
    {
      hint: `make it anew from what is published: egdi run --no-publish; see egdi diff published ${releaseNo}`,
    },
  );
}

/** Only what readers have seen before can be rolled back to. */
function requireFormer({ releaseNo, status, publishedAt }: ReleaseState): void {
  if (publishedAt !== null) return;
  throw refuse('never-published', `release ${releaseNo} was never published (${status})`, {
    hint:
      status === 'candidate'
        ? `publish it with: egdi publish ${releaseNo}`
        : 'releases that were published: egdi releases',
  });
}

function refuse(code: string, message: string, { hint }: { readonly hint: string }): EgdiError {
  return new EgdiError(code, message, { exitCode: EXIT.dataRefused, hint });
}
