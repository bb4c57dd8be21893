/**
 * What the labels of a declared table mean, so that its cells become national observations: indicator, region, period,
 * breakdowns, publisher. Data like the layout itself; what no entry means stops the load.
 */
import * as z from 'zod';
import { FREQUENCIES } from '../../model/observation.ts';
import { foldText } from './clean-text.ts';

const text = z.string().trim().min(1).max(1000);
const NAME = z.string().regex(/^[a-z][a-z0-9_]*$/, 'small letters, digits and _');
const MEMBER = z.string().regex(/^[^;=\s](?:[^;=\n]*[^;=\s])?$/, 'a text without ; and =');
const DIMENSION = z.string().regex(/^[a-z][a-zA-Z0-9_]*$/, 'a name such as region');

/**
 * A text as the table prints it, compared without case, spaces and punctuation, or a pattern between slashes
 * (`/^Число абонентов/`).
 */
const printed = text.superRefine((given, context) => {
  const source = /^\/(.+)\/$/su.exec(given)?.[1];
  if (source === undefined && foldText(given) === '')
    context.addIssue(`“${given}” holds no letter and no digit`);
  if (source === undefined) return;
  try {
    new RegExp(source, 'iu');
  } catch {
    context.addIssue(`${given} is no regular expression`);
  }
});

const breakdown = z.record(NAME, MEMBER);

/** Cells of the table: all of these must hold. */
const cells = z.strictObject({
  /** Name of the sheet. */
  sheet: printed.optional(),
  /** A text above the header. */
  title: printed.optional(),
  /** The header path without periods and units, joined by ` > `. */
  header: printed.optional(),
  /** Sections and labels of the row, joined by ` > `. */
  label: printed.optional(),
  /** A unit of the layout. */
  unit: text.optional(),
  /** Members of breakdowns that these cells are of. */
  breakdown: breakdown.default({}),
});

const indicator = z.strictObject({
  /** Publisher and code, such as `bns:innovation-costs`. Names the indicator for good. */
  code: z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9._:/-]+$/, 'publisher and code, such as bns:internet-users'),
  /** In English, for readers. */
  name: text,
  /** Unit of the layout that its cells have; another one is refused. */
  unit: text,
  /** Whether regions add up to their country; a percentage does not. */
  isAdditive: z.boolean(),
  frequency: z.enum(FREQUENCIES).optional(),
  description: text.optional(),
  /** A stock: the value is of the last day of the printed period. */
  asOf: z.literal('last-day').optional(),
  /** Which cells are of it; all of the table unless given. */
  cells: z.array(cells).min(1).prefault([{}]),
});

/** Members of a dimension of the table: its codes themselves, or what each code stands for. */
const dimension = z.union([
  z.strictObject({
    /** The breakdown; its members are the codes of the dimension. */
    as: NAME,
    /** The code of the total, over which nothing is told apart. */
    total: text.optional(),
  }),
  z.strictObject({ members: z.record(text, breakdown) }),
]);

export const tableLoad = z.strictObject({
  publisher: text,
  origin: z
    .strictObject({
      /** The publication, if another one than the title of the table. */
      title: text.optional(),
      url: z
        .string()
        .regex(/^https:\/\/[^\s/]+\.[^\s/]+(?:\/\S*)?$/, 'an https address')
        .nullable()
        .default(null),
      licence: text.default('not stated'),
    })
    .prefault({}),
  /** One region for the whole table, or the dimension whose codes are regions. */
  region: z.union([
    z.strictObject({ is: text }),
    z.strictObject({
      from: DIMENSION,
      /** A column beside the labels with the code of the national classifier; it must agree with the label. */
      code: DIMENSION.optional(),
    }),
  ]),
  /** Whether the office recalculated the series for today’s regions, so that they have values before they were made. */
  isBackCast: z.boolean().default(false),
  frequency: z.enum(FREQUENCIES).default('year'),
  indicators: z.array(indicator).min(1),
  /** What else the dimensions of the table are. */
  breakdowns: z.record(DIMENSION, dimension).default({}),
  /** Names of sheets of the workbook that hold no table: cover, legend, contents. */
  aside: z.array(printed).default([]),
});

export type TableLoad = z.output<typeof tableLoad>;
export type LoadedIndicator = TableLoad['indicators'][number];
export type CellRule = LoadedIndicator['cells'][number];

/** Whether a text is the declared one. */
export function printedRule(declared: string): (text: string) => boolean {
  const source = /^\/(.+)\/$/su.exec(declared)?.[1];
  if (source !== undefined) {
    const rule = new RegExp(source, 'iu');
    return (given) => rule.test(given);
  }
  const folded = foldText(declared);
  return (given) => foldText(given) === folded;
}

/** What a person has to say before a table can be loaded; drafts hold it in its place. */
export const FILL_IN = 'FILL IN';

/** Paths of the places of a declaration that a person still has to fill in: `load.indicators[0].code`. */
export function unfilledPlaces(content: unknown, path = ''): string[] {
  if (typeof content === 'string') return content.includes(FILL_IN) ? [path] : [];
  if (typeof content !== 'object' || content === null) return [];
  return Object.entries(content).flatMap(([key, value]) => {
    const step = Array.isArray(content) ? `[${key}]` : path === '' ? key : `.${key}`;
    return [...(key.includes(FILL_IN) ? [`${path}${step}`] : []), ...unfilledPlaces(value, `${path}${step}`)];
  });
}
