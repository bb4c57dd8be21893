/**
 * One edition of a backfill: computed from what the files say, stored with its evidence in the one transaction that also
 * marks it done. An edition that is refused, or that the program fails at, leaves its reason, and the next one goes on.
 */
import type { Issue } from '../../model/issue.ts';
import { assertConserved, type StageCount } from '../../model/stage.ts';
import type { Edition } from '../../model/survey.ts';
import { ENGINE_VERSION } from '../../model/version.ts';
import type { Logger } from '../../runtime/logger.ts';
import { reached } from '../../runtime/points.ts';
import { heedSignal } from '../../runtime/shutdown.ts';
import { type EditionToLoad, listed, loadFacts } from '../../stages/load.ts';
import type { Session } from '../../warehouse/connection/session.ts';
import { beginPartition, endPartition, type StoredVersion } from '../../warehouse/ledger/backfills.ts';
import { proveFence } from '../../warehouse/ledger/fence.ts';
import { recordFindings } from '../../warehouse/ledger/runs.ts';
import { findPublished, readManifest } from '../../warehouse/releases/releases.ts';
import type { Catalogue } from '../catalogue.ts';
import type { WorkingRun } from '../run/load-and-publish.ts';
import { processEdition } from '../run/process-edition.ts';
import type { ReadInputs } from '../run/process-inputs.ts';
import type { FindingsByEdition } from './range.ts';
import type { BackfillRequest } from './request.ts';

export interface BackfillWork extends WorkingRun {
  readonly request: BackfillRequest;
  readonly backfillId: number;
  readonly catalogue: Catalogue;
  readonly read: ReadInputs;
  readonly findings: FindingsByEdition;
  /** Issues that this run has written down; the editions add theirs. */
  readonly recorded: Set<Issue>;
  readonly logger: Logger;
}

export interface ExecutedEdition {
  readonly edition: Edition;
  readonly status: 'done' | 'failed' | 'skipped';
  readonly message: string | null;
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
  /** What was stored; null where nothing was. */
  readonly loaded: EditionToLoad | null;
  /** Whether the program failed, not the data. */
  readonly isDefect: boolean;
}

/** Executes one edition. Throws what stops the backfill: a lost lock, a stop signal, a database that fails. */
export async function executeEdition(edition: Edition, work: BackfillWork): Promise<ExecutedEdition> {
  const { context, stages, runId, fence, backfillId, logger } = work;
  const { clock, warehouse } = context;
  await heedSignal(context.signal);
  const startedAt = clock.now();
  const attempts = await warehouse.withTransaction(async (session) => {
    await proveFence(session, fence);
    return beginPartition(session, { backfillId, edition, runId, now: startedAt });
  });
  reached('backfill.partition-started');
  stages.begin('compute', 'computing and reconciling');
  const computed = computeEdition(edition, work);
  await heedSignal(context.signal);
  stages.begin('load', 'loading');
  const executed = await warehouse.withTransaction(async (session) => {
    await proveFence(session, fence);
    const stored = await storeEdition(session, computed, work);
    const { status, message } = stored;
    await endPartition(session, {
      backfillId,
      edition,
      status,
      message,
      versions: stored.versions,
      now: clock.now(),
    });
    await recordIssues(session, stored.executed.issues, work);
    reached('backfill.partition-stored');
    return { ...stored.executed, status, message };
  });
  reached('backfill.partition-done');
  const { status, message } = executed;
  logger.info('backfill.partition.finished', {
    edition,
    status,
    attempts,
    duration_ms: clock.now().getTime() - startedAt.getTime(),
    figures: executed.loaded?.scores.length ?? 0,
    ...(message === null ? {} : { message }),
  });
  return executed;
}

/** Writes down the issues that this run has not written down yet. */
export async function recordIssues(
  session: Session,
  issues: readonly Issue[],
  { runId, recorded }: Pick<BackfillWork, 'runId' | 'recorded'>,
): Promise<void> {
  const fresh = issues.filter((found) => !recorded.has(found));
  await recordFindings(session, runId, {
    counts: [],
    issues: fresh,
    earlierIssues: recorded.size,
  });
  for (const found of fresh) recorded.add(found);
}

function computeEdition(edition: Edition, work: BackfillWork): ExecutedEdition {
  const { read, findings, logger } = work;
  const ofEdition = findings.ofEdition(edition);
  const base = { edition, counts: [], loaded: null, isDefect: false };
  const failed = (issues: readonly Issue[], counts: readonly StageCount[] = []): ExecutedEdition => ({
    ...base,
    status: 'failed',
    message: reasonOf([...issues, ...findings.ofAll]),
    issues,
    counts,
  });
  if (read.refusedEditions.has(edition) || [...ofEdition, ...findings.ofAll].some(isError)) {
    return failed(ofEdition);
  }
  const sources = read.sources.get(edition);
  if (!sources) {
    return {
      ...base,
      status: 'skipped',
      message: 'the inputs hold nothing for this edition',
      issues: ofEdition,
    };
  }
  try {
    const { issues, counts, isRefused, loaded } = processEdition(edition, sources, {
      catalogue: work.catalogue,
      pipeline: work.request.pipeline,
    });
    const all = [...ofEdition, ...issues];
    if (isRefused || !loaded) return failed(all, counts);
    return { ...base, status: 'done', message: null, issues: all, counts, loaded };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? error.stack : undefined;
    logger.error('backfill.partition.defect', { edition, reason, stack });
    return {
      ...base,
      status: 'failed',
      message: `unexpected error: ${reason}`,
      issues: ofEdition,
      isDefect: true,
    };
  }
}

async function storeEdition(session: Session, computed: ExecutedEdition, work: BackfillWork) {
  const { context, runId, read } = work;
  const { loaded, status, message } = computed;
  if (!loaded) return { executed: computed, status, message, versions: [] as StoredVersion[] };
  const { primary, crossChecks } = loaded.published;
  const named = new Set([primary, ...crossChecks].map(({ source }) => source.sha256));
  const facts = await loadFacts(session, {
    files: read.files.filter(({ sha256 }) => named.has(sha256)),
    editions: [loaded],
    references: [],
    run: { runId, engineVersion: ENGINE_VERSION },
    now: context.clock.now(),
  });
  facts.counts.forEach(assertConserved);
  const executed = { ...computed, counts: [...computed.counts, ...facts.counts] };
  const versions: StoredVersion[] = facts.partitions.map(listed);
  const shownIn = await findReleaseWith(session, versions);
  return shownIn === undefined
    ? { executed, status, message, versions }
    : {
        executed,
        status: 'skipped' as const,
        message: `release ${shownIn} has exactly these figures`,
        versions,
      };
}

/** The published release, if it has all these versions. */
async function findReleaseWith(
  session: Session,
  versions: readonly StoredVersion[],
): Promise<number | undefined> {
  const published = await findPublished(session);
  if (!published) return undefined;
  const shown = new Set((await readManifest(session, published.releaseNo)).map((entry) => entry.versionId));
  return versions.every(({ versionId }) => shown.has(versionId)) ? published.releaseNo : undefined;
}

function reasonOf(issues: readonly Issue[]): string {
  const [first, ...more] = issues.filter(isError);
  if (!first) return 'its data was refused';
  const others =
    more.length === 0 ? '' : ` (and ${more.length} more ${more.length === 1 ? 'error' : 'errors'})`;
  return `${first.code}: ${first.message}${others}`;
}

function isError(found: Issue): boolean {
  return found.severity === 'error';
}
