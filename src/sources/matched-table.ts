/**
 * A table of observations whose header was found: where everything stands and what its cells may say. Long and wide
 * tables end in this one form, so that validate and normalise know no layouts.
 */
import type { CellText } from '../model/located.ts';
import type { Indicator, MissingStatus } from '../model/observation.ts';

/** What a text of a status or flag column says. */
export interface ObservationMark {
  /** Why there is no value; absent where the mark says nothing about that. */
  readonly missing?: MissingStatus;
  readonly isEstimated?: true;
  readonly isPreliminary?: true;
}

/** A column of values; what a row does not say about them, the column says. */
export interface ValueColumn {
  /** 0-based. */
  readonly index: number;
  /** Null where the row names it. */
  readonly indicator: Indicator | null;
  /** First day of the period; null where the row names it. */
  readonly period: string | null;
  /** 0-based column of the flags of this value; -1 where there are none. */
  readonly flagsAt: number;
  /** 0-based columns of texts that are kept with the value. */
  readonly notesAt: readonly number[];
  /** What a footnote of the whole column says, and its print. */
  readonly mark: ObservationMark | null;
  readonly markText: string | null;
  /** More is no value in the unit of the indicator; null where there is no such bound. */
  readonly atMost: number | null;
  /** Values below it are whole numbers; null where there is no such bound. */
  readonly wholeBelow: number | null;
}

export type RowField = 'indicator' | 'country' | 'countryName' | 'period' | 'unit' | 'status' | 'flags';

/** Indicators that a file may bring along: named by the row, never by us. */
export interface OpenIndicators {
  /** The code is prefixed with it: `worldbank:`. */
  readonly prefix: string;
  readonly publisher: string;
  readonly frequency: Indicator['frequency'];
  /** 0-based; -1 where there is none. */
  readonly nameAt: number;
  readonly unitAt: number;
  readonly descriptionAt: number;
  /** Unit of indicators whose name has none in brackets at its end; null where a column has it. */
  readonly unitOtherwise: string | null;
}

export interface TableRules {
  readonly id: string;
  readonly countryBy: 'iso3' | 'iso2' | 'name';
  /** Spellings and codes of this publisher beyond those that are known: text → ISO 3166-1 alpha-3. */
  readonly countryAliases: ReadonlyMap<string, string>;
  /** Groups and territories, each with a word why their rows are left out. */
  readonly leftOut: ReadonlyMap<string, string>;
  readonly leftOutPatterns: readonly { readonly pattern: RegExp; readonly why: string }[];
  /** Indicators by the text that the file prints for them. */
  readonly indicators: ReadonlyMap<string, Indicator>;
  /** By code of the indicator: what lies outside is no value in its unit. Absent: none. */
  readonly ranges?: ReadonlyMap<string, { readonly atLeast: number; readonly atMost: number }>;
  readonly open: OpenIndicators | null;
  /** Codes that a series had before: text of the row → its text now, and a word about it. */
  readonly renamed: ReadonlyMap<string, { readonly now: string; readonly note: string }>;
  /** Texts that stand in the place of a value: `..`, `-`, `…`, `x`. */
  readonly markers: ReadonlyMap<string, MissingStatus>;
  /** What an empty value means; null where the table always prints something. */
  readonly blankMeans: MissingStatus | null;
  readonly marks: ReadonlyMap<string, ObservationMark>;
  /** What stands between several flags of one cell: `;`. */
  readonly flagSeparator: string | null;
  /** `grouped`: thousands separated by commas. */
  readonly numbers: 'plain' | 'grouped';
  /** What a text under no header means: the row is refused, or it is told once for its column. */
  readonly stray: 'refuse' | 'report';
}

export interface MatchedTable {
  readonly rules: TableRules;
  /** The last row of the header: what stands above the values. */
  readonly header: readonly CellText[];
  /** 0-based column of each field; -1 where the table does not have it. */
  readonly at: Readonly<Record<RowField, number>>;
  readonly values: readonly ValueColumn[];
  /** 0-based columns whose text completes the code of the indicator: sex, age. */
  readonly qualifiers: readonly number[];
  /** Texts of those that mean the whole, and qualify nothing. */
  readonly totals: ReadonlySet<string>;
  /** 0-based columns that are not read, and the only texts that may stand in them. */
  readonly expected: readonly { readonly index: number; readonly texts: ReadonlySet<string> }[];
  /** 0-based columns without a header. */
  readonly nameless: readonly number[];
  /** Rows that the declaration holds back: those without a text in this 0-based column. */
  readonly ambiguousWithout: { readonly index: number; readonly why: string } | null;
  /** Beginnings of the text in the first cell that end the data: `Footnotes`. */
  readonly footers: readonly string[];
  /** What stood above the header: label → text. */
  readonly preamble: ReadonlyMap<string, string>;
}
