/**
 * Declarations of regular indicator tables, long or wide, as data: which header cell holds what, which columns hold
 * values and of what, what missing looks like, who is no country. A new table of a publisher is a new declaration.
 */
import { z } from 'zod';
import { FREQUENCIES } from '../../model/observation.ts';

const text = z.string().min(1);
const status = z.enum(['nil', 'not_available', 'confidential']);
const pattern = z.string().refine(isPattern, 'is no regular expression');

const mark = z.strictObject({
  missing: status.optional(),
  isEstimated: z.literal(true).optional(),
  isPreliminary: z.literal(true).optional(),
});

const indicator = z.strictObject({
  indicatorCode: text,
  nameEn: text,
  unit: text,
  frequency: z.enum(FREQUENCIES),
  publisher: text,
  description: z.string().nullable(),
});

/** An indicator that a column or block stands for, with what guards against another one in its place. */
const series = z.strictObject({
  indicator,
  /** More is no value in this unit: counts where a rate is expected. */
  atMost: z.number().optional(),
  /** Values below it are whole numbers: a rate where counts are expected is noticed, an estimated count is not. */
  wholeBelow: z.number().optional(),
});

export const COLUMN_ROLES = [
  'country',
  'country-name',
  'indicator',
  'indicator-name',
  'indicator-unit',
  'indicator-description',
  'period',
  'value',
  'unit',
  'status',
  'flags',
  'note',
  'qualifier',
  'ignored',
] as const;

const values = z.discriminatedUnion('kind', [
  /** One column of values (role `value`); what they are of stands in the row, or is always the same series. */
  z.strictObject({ kind: z.literal('single'), series: series.nullable() }),
  /** Periods across: `2018`, or what a pattern with the group `period` finds: `2018 [YR2018]`. */
  z.strictObject({
    kind: z.literal('periods'),
    pattern: pattern.nullable(),
    /** Where the file does not say what its values are of: the series that whoever brings it may name. */
    given: z.record(text, series).nullable(),
    /** Headers of texts about the values of one period, with the group `period`: `2018_source`. */
    notes: pattern.optional(),
  }),
  /** Series and period in one header: `eys_2021`. */
  z.strictObject({
    kind: z.literal('suffixed'),
    /** With the groups `series` and `period`. */
    pattern,
    series: z.record(text, series),
    /** Series that are not read, each with a word why. */
    leftOut: z.record(text, text),
  }),
  /** Each series has a column of its own, by header. */
  z.strictObject({ kind: z.literal('columns'), series: z.record(text, series) }),
  /** Titles above the periods; a title holds up to the next one. */
  z.strictObject({
    kind: z.literal('blocks'),
    /** Rows of the header: title, periods, and a third one with units where there is one. */
    unitRow: z.boolean(),
    series: z.record(text, series.extend({ units: z.array(text).optional() })),
    /** Blocks of texts about the values of other blocks: title → the pattern of their headers, with `period`. */
    notes: z.record(text, z.strictObject({ pattern, about: z.array(text) })),
    /** Whether the column to the right of each value holds its footnote letters, in the period row those of all. */
    footnotes: z.boolean(),
    /** Periods that are none, such as the pseudo-year 9999: what they become. */
    pseudoPeriods: z.record(text, z.strictObject({ period: text, codeSuffix: text, nameSuffix: text })),
  }),
]);

export const tableLayoutSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: text,
  /** What the text may be encoded in, tried in this order. */
  encodings: z.array(z.enum(['utf-8', 'windows-1252', 'macintosh'])).min(1),
  /** Rows in which the header is looked for. */
  headerWithin: z.int().min(1).max(100),
  /** Header text → what the column holds; `''` is a first column without a header. */
  columns: z.record(z.string(), z.enum(COLUMN_ROLES)),
  /** Roles that a file may lack. */
  optional: z.array(z.enum(COLUMN_ROLES)),
  values,
  country: z.strictObject({
    by: z.enum(['iso3', 'iso2', 'name']),
    /** Codes or names of this publisher beyond the usual ones. */
    aliases: z.record(text, z.string().regex(/^[A-Z]{3}$/)),
    leftOut: z.record(text, text),
    /** Patterns of whole codes or names that are no countries, each with a word why. */
    leftOutPatterns: z.record(pattern, text),
  }),
  /** Indicators by the text of the row. */
  indicators: z.record(text, indicator),
  /** Of these, by code of the indicator: what lies outside is no value in its unit. */
  ranges: z.record(text, z.strictObject({ atLeast: z.number(), atMost: z.number() })),
  /** Codes that a series had before: text of the row → text under which it is declared or goes on. */
  renamed: z.record(text, z.strictObject({ now: text, note: text })),
  /** Whether indicators that are not declared are taken under the names that the file gives them. */
  open: z
    .strictObject({
      prefix: z.string().regex(/^[a-z0-9-]+:$/),
      publisher: text,
      frequency: z.enum(FREQUENCIES),
      unitOtherwise: z.string().nullable(),
    })
    .nullable(),
  markers: z.record(text, status),
  blankMeans: status.nullable(),
  marks: z.record(text, mark),
  flagSeparator: z.string().nullable(),
  numbers: z.enum(['plain', 'grouped']),
  stray: z.enum(['refuse', 'report']),
  /** Rows that are held back, without refusing the others, because this column is blank in them. */
  ambiguousWithout: z.strictObject({ column: text, why: text }).nullable(),
  /** What orders vintages where no date is said: the last period, of tables that grow by one with each of them. */
  vintageFrom: z.enum(['last-period']).nullable(),
  /** Columns that are not read, and the texts that may stand in them: a multiplier is 0 or the values are others. */
  expected: z.record(text, z.array(z.string()).min(1)),
  /** Texts of qualifying columns that mean the whole: they are no part of the series. */
  totals: z.array(text),
  /** Beginnings of the text in the first column that end the data. */
  footers: z.array(text),
  /**
   * Texts of a column that only tables of this layout have: what tells it from another one with the same header, where
   * the publisher uses one name for different measures.
   */
  toldBy: z.strictObject({ column: text, texts: z.array(text).min(1) }).nullable(),
});

export type TableLayout = z.infer<typeof tableLayoutSchema>;
export type TableSeries = z.infer<typeof series>;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** Checks declarations. Throws `RangeError` with the first contradiction. */
export function checkTableLayouts(layouts: readonly TableLayout[]): readonly TableLayout[] {
  return layouts.map((layout) => {
    const checked = tableLayoutSchema.safeParse(layout);
    if (checked.success) return checked.data;
    const [first] = checked.error.issues;
    throw new RangeError(`layout ${layout.id}: ${first?.path.join('.')}: ${first?.message}`);
  });
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}
