/** How fresh things are, what waits for a person and who is writing, one labelled line each, for `egdi status`. */
import { type FreshnessResult, SHIPPED } from '../pipeline/freshness.ts';
import { describeLockHolder } from '../warehouse/connection/lock-holder.ts';
import type { NewestEdition, OperationState } from '../warehouse/queries/operation-status.ts';
import { type LabelledLine, minute } from './labelled.ts';
import { grouped, type Palette, plural } from './text.ts';

export function freshnessLines(
  freshness: readonly FreshnessResult[],
  newest: NewestEdition | null,
  palette: Palette,
): LabelledLine[] {
  const paint = { pass: palette.good, warn: palette.warn, error: palette.bad };
  const isOneOfSeveral = new Set(freshness.map(({ pipeline }) => pipeline)).size > 1;
  const judged = freshness.filter((result) => result.not_judged === null);
  const lines = judged.map((result): LabelledLine => {
    const name = nameOf(result, isOneOfSeveral);
    return [
      result.clock === 'source' ? 'source age' : 'pipeline age',
      `${name}${ageText(result, newest)}: ${verdict(result)}`,
      paint[result.status],
    ];
  });
  return [...lines, ...notJudgedLines(freshness)];
}

/** Nothing where there is one clock of its kind and the text says what it is of. */
function nameOf({ clock, name, dated_by: datedBy }: FreshnessResult, isOneOfSeveral: boolean): string {
  if (clock === 'pipeline') return isOneOfSeveral ? `${name}, ` : '';
  return datedBy === 'edition' ? '' : `${name}, `;
}

/** How many sources are only shown, by the reason. */
function notJudgedLines(freshness: readonly FreshnessResult[]): LabelledLine[] {
  const reasons = new Map<string, FreshnessResult[]>();
  for (const result of freshness) {
    const { not_judged: reason } = result;
    if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), result]);
  }
  return [...reasons].map(([reason, results]) => {
    const dates = results.flatMap(({ max_loaded_at: at }) => (at === null ? [] : [at.slice(0, 10)])).sort();
    const span = dates.length === 0 ? '' : `, of ${[...new Set([dates[0], dates.at(-1)])].join(' to ')}`;
    const newer = reason === SHIPPED ? '; egdi fetch brings newer ones' : '';
    return ['not judged', `${plural(results.length, 'source')}${span}: ${reason}${newer}`];
  });
}

function ageText(result: FreshnessResult, newest: NewestEdition | null): string {
  const { clock, name, max_loaded_at: loadedAt, max_loaded_at_time_ago_in_s: ageSeconds } = result;
  if (loadedAt === null || ageSeconds === null) {
    return clock === 'source' ? `nothing of the ${name} is published` : 'no run has succeeded yet';
  }
  if (clock === 'pipeline') return `last success ${agoText(ageSeconds)}`;
  const day = loadedAt.slice(0, 10);
  if (result.dated_by === 'vintage') return `vintage of ${day}, ${agoText(ageSeconds)}`;
  if (result.dated_by === 'last-period') return `figures up to ${day}, ${agoText(ageSeconds)}`;
  const assumed = newest?.isDayKnown === false ? ' (assumed)' : '';
  return `edition ${newest?.edition ?? ''} of ${day}${assumed}, ${agoText(ageSeconds)}`;
}

function verdict({ status, cadence, criteria }: FreshnessResult): string {
  const [warn, error] = [criteria.warn_after, criteria.error_after].map((limit) =>
    plural(limit?.count ?? 0, 'day'),
  );
  if (status === 'pass') return `fresh (new ${cadence}; late after ${warn})`;
  if (status === 'warn') return `late (new ${cadence}; late after ${warn}, stale after ${error})`;
  return `STALE (new ${cadence}; stale after ${error})`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** In the largest unit of which there are two: `797 days ago`. */
export function agoText(ageSeconds: number): string {
  const unit = UNITS.find(([, seconds]) => ageSeconds >= 2 * seconds);
  if (unit === undefined) return 'just now';
  return `${plural(Math.floor(ageSeconds / unit[1]), unit[0])} ago`;
}

/** Only what is there: most days there is nothing to attend to. */
export function attentionLines(state: OperationState, palette: Palette): LabelledLine[] {
  const { candidates, rollback, refusedPartitions, unfinishedBackfill } = state;
  const lines: LabelledLine[] = [];
  if (rollback !== null) {
    const from = rollback.previousReleaseNo === null ? '' : ` from release ${rollback.previousReleaseNo}`;
    const by = rollback.actor === null ? '' : ` by ${rollback.actor}`;
    const taken = rollback.withdrawn.length === 0 ? '' : `; taken back: ${listed(rollback.withdrawn)}`;
    const text = `${minute(rollback.at)} UTC${from}${by} (${rollback.reason})${taken}`;
    lines.push(['rolled back', text, palette.warn]);
  }
  for (const { releaseNo, runId, createdAt } of candidates) {
    const text = `release ${releaseNo} is a candidate (run ${runId}, ${minute(createdAt)} UTC): egdi publish ${releaseNo}`;
    lines.push(['held', text, palette.warn]);
  }
  if (refusedPartitions.length > 0) {
    const kept = refusedPartitions.map(({ dataset, partitionKey }) => `${dataset} ${partitionKey}`);
    const text = `${listed(kept)} refused and kept as before: ${refusedPartitions[0]?.reason}`;
    lines.push(['partial', text, palette.warn]);
  }
  if (unfinishedBackfill !== null) {
    const { backfillId, firstEdition, lastEdition, status, partitions, donePartitions } = unfinishedBackfill;
    const how = status === 'cancelled' ? 'stopped' : status;
    const text =
      `${backfillId}, editions ${firstEdition}–${lastEdition}: ${how}, ${grouped(donePartitions)} of ` +
      `${grouped(partitions)} done; the same egdi backfill goes on, --cancel gives up`;
    lines.push(['backfill', text, palette.warn]);
  }
  return lines;
}

const LISTED = 6;

function listed(names: readonly string[]): string {
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return names.slice(0, LISTED).join(', ') + more;
}

export function writerLine(writer: OperationState['writer']): LabelledLine[] {
  return writer === null ? [] : [['writing now', describeLockHolder(writer)]];
}
