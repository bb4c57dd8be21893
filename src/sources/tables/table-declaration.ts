/**
 * The layout of a statistical table as data: where its header, labels, periods and units are found, by content and
 * direction. Strict: a misspelt key is refused. A person writes one in minutes; `egdi inspect --draft` begins it.
 */
import * as z from 'zod';
import { foldText } from './clean-text.ts';
import { type TableLoad, tableLoad } from './load-declaration.ts';
import { DECIMAL_SIGNS, THOUSANDS_SIGNS } from './table-number.ts';
import { PERIOD_KINDS } from './table-period.ts';

const id = z.string().regex(/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/, 'small letters, digits and hyphens');
const text = z.string().trim().min(1).max(1000);
const name = z.string().regex(/^[a-z][a-zA-Z0-9_]*$/, 'a name such as region');

/** A regular expression, matched without case against clean text: single spaces, no NBSP. */
export const pattern = text.refine(isPattern, 'is no regular expression');

/**
 * Labels → codes. A key is a label, compared without case, spaces and punctuation, or a pattern between slashes
 * (`/^Число абонентов/`). A label that no key has stops the load. A text instead names a dictionary of the program.
 */
const dictionary = z.union([name, z.record(text, text)]).superRefine((given, context) => {
  if (typeof given === 'string') return;
  const seen = new Map<string, string>();
  for (const [key, code] of Object.entries(given)) {
    const isRule = /^\/.+\/$/su.test(key);
    if (isRule && !isPattern(key.slice(1, -1))) context.addIssue(`${key} is no regular expression`);
    const folded = isRule ? key : foldText(key);
    if (folded === '') context.addIssue(`“${key}” holds no letter and no digit`);
    const before = seen.get(folded);
    if (before !== undefined && before !== code)
      context.addIssue(`“${key}” is declared for ${before} and ${code}`);
    seen.set(folded, code);
  }
});

/** Where a column is: the first one with text below the header, one whose header matches, or one that holds a text. */
const column = z.union([
  z.literal('first'),
  z.strictObject({ header: pattern }),
  z.strictObject({ holding: pattern }),
]);

/** Name of the dictionary of the regions of `country`. */
export const REGION_DICTIONARY = 'regions';

const MARK_MEANINGS = ['nil', 'not_available', 'confidential', 'negligible', 'blank'] as const;
export const UNIT_PLACES = ['header', 'unit-row', 'row', 'section', 'title', 'sheet'] as const;

export const tableDeclaration = z
  .strictObject({
    /** For editors: where the JSON Schema of declarations lies. */
    $schema: z.string().optional(),
    id,
    title: text,
    /** Where the layout is known from, and what a reader should know. */
    note: text.optional(),
    /** Whose regions the labels name, and in which languages: in Kazakh «Алматы» is the oblast, in Russian the city. */
    country: z
      .string()
      .regex(/^[A-Z]{3}$/, 'an ISO 3166-1 alpha-3 code')
      .optional(),
    languages: z
      .array(z.enum(['ru', 'kk', 'en']))
      .min(1)
      .optional(),
    sheets: z
      .strictObject({
        /** A text in the first rows of any sheet of the workbook, such as the title on its cover. */
        book: pattern.optional(),
        /** Name of the sheet. */
        name: pattern.optional(),
        /** A text in one of its first rows. */
        title: pattern.optional(),
        /** Sheets that are not meant although they match. */
        except: pattern.optional(),
        /** Whether the same layout is read from several sheets. */
        many: z.boolean().default(false),
      })
      .prefault({}),
    /** Rows above the first one with this text are not looked at: for the second of two tables on a sheet. */
    begin: pattern.optional(),
    header: z
      .strictObject({
        /** The row with the periods, or the first one with a cell of this text; `none` for a list of labels and values. */
        at: z.union([z.literal(['periods', 'none']), z.strictObject({ text: pattern })]).optional(),
        /** Further header rows, counted without blank ones. */
        rowsAbove: z.int().min(0).max(10).default(0),
        rowsBelow: z.int().min(0).max(10).default(0),
        /** Instead of `at`: the header ends above the first row with this label; `known` for one of the dictionary. */
        above: z.union([z.literal('known'), z.strictObject({ label: pattern })]).optional(),
        /** How far a title reaches: its merged cells, or until the next one. */
        spread: z.enum(['merged', 'until-next']).optional(),
        /** Titles such as “of which”, which continue the column to their left: its path then stands above them. */
        ofWhich: pattern.optional(),
        /** Columns that are not read, by the text of their header path. */
        ignore: z.array(pattern).default([]),
        /** Values are followed by a column of note marks. */
        notes: z.literal('right').optional(),
        /** Columns without a header must be empty, or what they hold is reported and left out. */
        stray: z.enum(['refuse', 'report']).default('refuse'),
        /** The dimension that the header path is, and its codes. */
        name: name.default('measure'),
        codes: dictionary.optional(),
      })
      .refine(({ at, above }) => (at === undefined) !== (above === undefined), {
        message: 'needs either `at` or `above`',
      }),
    rows: z
      .strictObject({
        /** Label columns from left to right; the last one tells the rows apart. */
        labels: z
          .array(
            z.strictObject({
              name: name.default('label'),
              column: column.default('first'),
              codes: dictionary.optional(),
              /** A blank cell repeats the label above it. */
              repeat: z.boolean().default(false),
            }),
          )
          .min(1)
          .prefault([{}]),
        /** Columns beside the labels that are kept as printed: a KATO code, a row number. */
        attributes: z.array(z.strictObject({ name, column })).default([]),
        /** Rows without values that head the rows below them, outermost first; the first match counts. */
        sections: z
          .array(
            z.strictObject({
              name,
              match: pattern.default('.'),
              /** By default every label; a narrower rule also closes its section where it matches a row with values. */
              codes: dictionary.optional(),
            }),
          )
          .default([]),
        /** A row with a label and no values at all that is no section: one of blanks, or a reason to stop. */
        withoutValues: z.enum(['refuse', 'data']).default('refuse'),
        /** Rows that are not read, by their label. */
        skip: z.array(pattern).default([]),
        /** The table ends above the first row with a cell of this text. */
        end: pattern.optional(),
      })
      .prefault({}),
    period: z
      .strictObject({
        from: z.enum(['header', 'rows', 'title', 'cover', 'sheet', 'declared']),
        /** For `declared`. */
        is: text.optional(),
        /** For `rows`: where it stands, if not in the last label column. */
        column: column.optional(),
        kinds: z.array(z.enum(PERIOD_KINDS)).min(1).default(['year']),
        /** A column without a period takes that of the column to its left: `2004 | in % of 2003`. */
        carry: z.boolean().default(false),
        quarters: z.enum(['quarter', 'year-to-date']).default('quarter'),
        special: z.record(text, text).default({}),
      })
      .refine(({ from, is }) => (from === 'declared') === (is !== undefined), {
        message: '`is` and `from: declared` belong together',
      }),
    unit: z.strictObject({
      /** Printed unit → code. */
      names: z.record(text, text).default({}),
      /** Where it is looked for; the first place that has one decides. */
      from: z.array(z.enum(UNIT_PLACES)).default([]),
      /** Unit of what matches, whatever is printed: by header path, row labels or both. */
      where: z
        .array(
          z
            .strictObject({ header: pattern.optional(), label: pattern.optional(), unit: text })
            .refine(({ header, label }) => header !== undefined || label !== undefined, {
              message: 'needs a header or a label',
            }),
        )
        .default([]),
      /** Where nothing is printed. */
      otherwise: text.optional(),
    }),
    values: z
      .strictObject({
        /** Texts in the place of a number; several offices print the same ones. */
        markers: z.record(text, z.enum(MARK_MEANINGS)).default({}),
        /** An empty cell: a state of its own, or a reason to stop. */
        blank: z.enum(['blank', 'not_available', 'refuse']).default('blank'),
        decimal: z.enum(DECIMAL_SIGNS).default('either'),
        thousands: z.enum(THOUSANDS_SIGNS).default('none'),
      })
      .prefault({}),
    /** What footnotes say about a value: by mark, or by a text in the note. */
    notes: z
      .strictObject({
        preliminary: z.array(pattern).default([]),
        estimated: z.array(pattern).default([]),
        /** Marks that no note below the table explains. */
        unexplained: z.enum(['warn', 'accept']).default('warn'),
      })
      .prefault({}),
    /** Slips of the publisher that a person decided: the text as printed, and what it stands for. */
    corrections: z
      .array(
        z.strictObject({
          printed: text,
          label: pattern.optional(),
          period: text.optional(),
          reads: text,
          reason: text,
        }),
      )
      .default([]),
    /** Sums that the table must keep, within its rounding; not checked where a part is suppressed or missing. */
    totals: z
      .array(
        z.strictObject({
          /** Label of the row that is the total. */
          total: pattern,
          /** Labels of the parts; all others unless given. */
          parts: pattern.optional(),
          /** Only of these header paths; percentages do not add up. */
          header: pattern.optional(),
          exceptUnits: z.array(text).default([]),
        }),
      )
      .default([]),
    /** What the labels mean in the warehouse; without it the table can be looked at, and not be loaded. */
    load: tableLoad.optional(),
  })
  .superRefine((table, context) => {
    for (const problem of loadProblems(table)) context.addIssue(problem);
    const names = [
      ...table.rows.labels.map((label) => label.name),
      ...table.rows.sections.map((section) => section.name),
      ...table.rows.attributes.map((attribute) => attribute.name),
      table.header.name,
    ];
    for (const [index, one] of names.entries()) {
      if (names.indexOf(one) < index) context.addIssue(`two dimensions are named ${one}`);
    }
    if (table.header.at === 'none' && table.period.from === 'header') {
      context.addIssue('a table without header has no periods in it');
    }
    const { decimal, thousands } = table.values;
    if (thousands === decimal || (decimal === 'either' && (thousands === 'comma' || thousands === 'point'))) {
      context.addIssue(
        `values: a ${thousands} cannot be both a decimal and a thousands sign; declare decimal`,
      );
    }
  });

export type TableDeclaration = z.output<typeof tableDeclaration>;
/** As written: what has a default may be left out. */
export type TableDeclarationInput = z.input<typeof tableDeclaration>;
export type ColumnRule = z.output<typeof column>;
export type MarkMeaning = (typeof MARK_MEANINGS)[number];

/** A declaration that says what its labels mean. */
export type LoadableTable = TableDeclaration & {
  readonly load: TableLoad;
  readonly country: string;
};

export function isLoadable(table: TableDeclaration): table is LoadableTable {
  return table.load !== undefined && table.country !== undefined;
}

/** What the parts of a declaration contradict each other in. */
function loadProblems({
  load,
  country,
  languages,
  sheets,
  header,
  rows,
}: {
  readonly load?: TableLoad | undefined;
  readonly country?: string | undefined;
  readonly languages?: readonly string[] | undefined;
  readonly sheets: { readonly name?: string | undefined; readonly title?: string | undefined };
  readonly header: { readonly name: string; readonly codes?: unknown };
  readonly rows: {
    readonly labels: readonly { readonly name: string; readonly codes?: unknown }[];
    readonly sections: readonly { readonly name: string; readonly codes?: unknown }[];
    readonly attributes: readonly { readonly name: string }[];
  };
}): string[] {
  const dimensions = [...rows.labels, ...rows.sections, header];
  const problems: string[] = [];
  if (dimensions.some(({ codes }) => codes === REGION_DICTIONARY) && !(country && languages))
    problems.push('the dictionary “regions” needs country and languages');
  if (load === undefined) return problems;
  if (country === undefined) problems.push('load needs country');
  if (sheets.title === undefined && sheets.name === undefined)
    problems.push('load needs sheets.title or sheets.name: a workbook is known by what it holds');
  const coded = new Set(dimensions.filter(({ codes }) => codes !== undefined).map(({ name }) => name));
  const broken = Object.keys(load.breakdowns);
  const { region } = load;
  for (const one of 'from' in region ? [region.from, ...broken] : broken) {
    if (coded.has(one)) continue;
    const isNamed = dimensions.some(({ name }) => name === one);
    problems.push(`load: ${one} is ${isNamed ? 'a dimension without codes' : 'no dimension of the table'}`);
  }
  if ('from' in region && region.code !== undefined) {
    const { code } = region;
    if (!rows.attributes.some(({ name }) => name === code))
      problems.push(`load.region.code: ${code} is none of rows.attributes`);
  }
  return problems;
}

/** For editors, which complete and check a declaration while it is written. */
export function tableDeclarationJsonSchema(): object {
  return z.toJSONSchema(tableDeclaration, { io: 'input' });
}

/** What a declared pattern matches. */
export function patternOf(source: string): RegExp {
  return new RegExp(source, 'iu');
}

function isPattern(source: string): boolean {
  try {
    patternOf(source);
    return true;
  } catch {
    return false;
  }
}
