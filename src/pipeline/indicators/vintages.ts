/**
 * Vintages of one series in one run follow each other: each becomes a release of its own, the oldest first, so that
 * every revision is in the history. Pure.
 */
import { type Issue, issue } from '../../model/issue.ts';

/** What a table stated, by indicator code. */
export interface TableVintage {
  readonly file: string;
  readonly sha256: string;
  /** ISO date, or the last year of a table that grows by one with each vintage; null where nothing says it. */
  readonly vintage: string | null;
  readonly versions: ReadonlyMap<string, { readonly versionId: number }>;
}

const LAST_UPDATED = 'Last Updated Date';
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The date that a table says it was updated on, else that of its origin. */
export function vintageOf(preamble: ReadonlyMap<string, string>, publishedOn: string | null): string | null {
  const printed = preamble.get(LAST_UPDATED);
  return printed !== undefined && ISO_DATE.test(printed) ? printed : publishedOn;
}

/** The last year of a table; null where its rows name the periods. */
export function lastYearOf(periods: readonly (string | null)[]): string | null {
  const last = periods.reduce((most, period) => ((period ?? '') > (most ?? '') ? period : most), null);
  return last?.slice(0, 4) ?? null;
}

/** Older ones first; those without a date keep their place among them, before all others. */
export function byVintage(
  a: { readonly vintage: string | null },
  b: { readonly vintage: string | null },
): number {
  const [one, other] = [a.vintage ?? '', b.vintage ?? ''];
  return one === other ? 0 : one < other ? -1 : 1;
}

/**
 * Tables in the order of their vintages → what is published together. Two tables of one series with different figures
 * need to say which one is newer.
 */
export function roundsOf<T extends TableVintage>(
  tables: readonly T[],
): {
  readonly rounds: readonly (readonly T[])[];
  /** Tables that differ and do not say which of them is newer. */
  readonly undecided: ReadonlySet<T>;
  readonly issues: readonly Issue[];
} {
  const rounds: T[][] = [];
  const issues: Issue[] = [];
  const undecided = new Set<T>();
  const last = new Map<string, { readonly table: T; readonly versionId: number }>();
  let round: T[] = [];
  let inRound = new Map<string, number>();
  for (const table of tables) {
    const conflicting = [...table.versions].filter(([code, { versionId }]) => {
      const before = last.get(code);
      return before !== undefined && before.versionId !== versionId;
    });
    for (const [code] of conflicting) {
      const before = last.get(code)?.table;
      if (
        before === undefined ||
        (before.vintage !== null && table.vintage !== null && before.vintage < table.vintage)
      )
        continue;
      undecided.add(before).add(table);
      const message = `${code} differs from that of ${before.file}, and nothing says which is newer`;
      const hint =
        'say it in an origin.json beside them: "files": {"<name>": {"published_on": "2019-06-30"}}';
      issues.push(issue('vintage-unknown', message, { file: table.file, sha256: table.sha256, hint }));
    }
    if (conflicting.some(([code]) => inRound.has(code))) {
      rounds.push(round);
      round = [];
      inRound = new Map();
    }
    round.push(table);
    for (const [code, { versionId }] of table.versions) {
      inRound.set(code, versionId);
      last.set(code, { table, versionId });
    }
  }
  if (round.length > 0) rounds.push(round);
  return { rounds, undecided, issues };
}
