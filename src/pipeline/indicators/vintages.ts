/**
 * Vintages of one series in one run follow each other: each becomes a release of its own, the oldest first, so that
 * every revision is in the history. Their order is taken from what the files say, never from their names: the dates
 * that they give, and the last year with figures. Pure.
 */
import { type Issue, issue } from '../../model/issue.ts';

/** What a table says about its age. */
export interface Dated {
  /** ISO date on which it was published; null where nothing says it. */
  readonly publishedOn: string | null;
  /** Last year with a figure; null where it has none. */
  readonly lastYear: string | null;
  /** Whether tables of its layout always go on to the newest figures there are. */
  readonly grows: boolean;
}

/** What a table stated, by indicator code. */
export interface TableVintage extends Dated {
  readonly file: string;
  readonly sha256: string;
  readonly versions: ReadonlyMap<string, { readonly versionId: number }>;
}

const LAST_UPDATED = 'Last Updated Date';
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The date that a table says it was updated on, else that of its origin. */
export function vintageOf(preamble: ReadonlyMap<string, string>, publishedOn: string | null): string | null {
  const printed = preamble.get(LAST_UPDATED);
  return printed !== undefined && ISO_DATE.test(printed) ? printed : publishedOn;
}

/** How a vintage is called: by its date, or by the last year of a table that grows with each of them. */
export function vintageName({ publishedOn, lastYear, grows }: Dated): string | null {
  return publishedOn ?? (grows ? lastYear : null);
}

/** Why one table must be older than the other; null where that does not follow. */
export function whyOlder(one: Dated, other: Dated): string | null {
  const [date, otherDate] = [one.publishedOn, other.publishedOn];
  if (date !== null && otherDate !== null) return date < otherDate ? `${date} is before ${otherDate}` : null;
  // What was published in 2017 has no figures of 2018.
  if (date !== null && other.lastYear !== null && date.slice(0, 4) < other.lastYear) {
    return `it is of ${date}, and the other has figures of ${other.lastYear}`;
  }
  if (one.grows && one.lastYear !== null && other.lastYear !== null && one.lastYear < other.lastYear) {
    return `it ends in ${one.lastYear}, and the other has figures of ${other.lastYear}`;
  }
  return null;
}

type Order = 'older' | 'newer' | null;

interface Comparison {
  readonly order: Order;
  /** Where the order follows from more than two dates: how. */
  readonly inferred: string | null;
}

function compare(one: Dated, other: Dated): Comparison {
  const [older, newer] = [whyOlder(one, other), whyOlder(other, one)];
  const order =
    older !== null && newer === null ? 'older' : newer !== null && older === null ? 'newer' : null;
  const isSaid = one.publishedOn !== null && other.publishedOn !== null;
  return { order, inferred: order === null || isSaid ? null : order === 'older' ? older : newer };
}

export interface Rounds<T> {
  /** What is published together, one round after another. */
  readonly rounds: readonly (readonly T[])[];
  /** Tables that differ and do not say which of them is newer. */
  readonly undecided: ReadonlySet<T>;
  readonly issues: readonly Issue[];
}

/**
 * Tables → what is published together: each after all those that state older figures of one of its series. Two tables
 * of one series with different figures need to say which one is newer.
 */
export function roundsOf<T extends TableVintage>(tables: readonly T[]): Rounds<T> {
  const issues: Issue[] = [];
  const undecided = new Set<T>();
  const olderThan = new Map<T, Set<T>>(tables.map((table) => [table, new Set<T>()]));
  const told = new Set<string>();
  for (const [code, stating] of statedBy(tables)) {
    for (const [position, one] of stating.entries()) {
      for (const other of stating.slice(position + 1)) {
        if (versionOf(one, code) === versionOf(other, code)) continue;
        const { order, inferred } = orderOf(code, one, other, stating);
        if (order === null) {
          undecided.add(one).add(other);
          issues.push(undatedIssue(code, one, other));
          continue;
        }
        const [older, newer] = order === 'older' ? [one, other] : [other, one];
        olderThan.get(newer)?.add(older);
        const pair = `${older.sha256} ${newer.sha256}`;
        if (inferred === null || told.has(pair)) continue;
        told.add(pair);
        const message = `is older than ${nameOf(newer)}: ${inferred}`;
        issues.push(issue('vintage-inferred', message, { file: older.file, sha256: older.sha256 }));
      }
    }
  }
  const rounds: T[][] = [];
  const waiting = new Set(tables);
  while (waiting.size > 0) {
    const round = [...waiting].filter((table) =>
      [...(olderThan.get(table) ?? [])].every((older) => !waiting.has(older)),
    );
    if (round.length === 0) {
      // Dates and years that contradict each other run in a circle.
      for (const table of waiting) undecided.add(table);
      const [first] = waiting;
      const names = [...waiting].map(nameOf).join(', ');
      if (first !== undefined) {
        const message = `dates and last years of ${names} contradict each other`;
        issues.push(issue('vintage-unknown', message, { file: first.file, sha256: first.sha256 }));
      }
      rounds.push([...waiting]);
      break;
    }
    for (const table of round) waiting.delete(table);
    rounds.push(round);
  }
  return { rounds, undecided, issues };
}

function statedBy<T extends TableVintage>(tables: readonly T[]): Map<string, T[]> {
  const byCode = new Map<string, T[]>();
  for (const table of tables) {
    for (const code of table.versions.keys()) {
      const stating = byCode.get(code);
      if (stating) stating.push(table);
      else byCode.set(code, [table]);
    }
  }
  return byCode;
}

function versionOf({ versions }: TableVintage, code: string): number | undefined {
  return versions.get(code)?.versionId;
}

/** The order of two tables; where they do not say it, that of others which state the same figures. */
function orderOf(
  code: string,
  one: TableVintage,
  other: TableVintage,
  stating: readonly TableVintage[],
): Comparison {
  const own = compare(one, other);
  if (own.order !== null) return own;
  const same = (table: TableVintage) =>
    stating.filter((each) => versionOf(each, code) === versionOf(table, code));
  const orders = new Set(
    same(one).flatMap((each) => same(other).map((another) => compare(each, another).order)),
  );
  orders.delete(null);
  const [order = null] = orders;
  return { order: orders.size === 1 ? order : null, inferred: null };
}

function undatedIssue(code: string, one: TableVintage, other: TableVintage): Issue {
  const message = `${code} differs from that of ${nameOf(one)}, and nothing says which is newer`;
  const files = [one, other].map((table) => `"${nameOf(table)}": {"published_on": "YYYY-MM-DD"}`);
  const hint = `say it in an origin.json beside them: {"files": {${[...new Set(files)].join(', ')}}}`;
  return issue('vintage-unknown', message, { file: other.file, sha256: other.sha256, hint });
}

function nameOf({ file }: TableVintage): string {
  return file.split('/').at(-1) ?? file;
}
