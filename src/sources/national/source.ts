/**
 * Sources of national statistics as data: one declaration for each series or table of an office, read by the adapter of
 * its format. Adding one needs no control flow; what a declaration does not know is refused.
 */
import { z } from 'zod';
import { FREQUENCIES } from '../../model/observation.ts';
import type { LoadableTable } from '../tables/table-declaration.ts';

const CODE = z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9._:/-]+$/);
const NAME = z.string().regex(/^[a-z][a-z0-9_]*$/);
const MEMBER = z.string().regex(/^[^;=\s](?:[^;=\n]*[^;=\s])?$/);
const MISSING = z.enum(['nil', 'not_available', 'confidential']);

/** A measured series of an office, with the words that it prints for its unit. */
const INDICATOR = z.strictObject({
  /** Publisher and code: `taldau:2709379`. Key of the partition. */
  indicatorCode: CODE,
  nameEn: z.string().min(1),
  unit: z.string().min(1),
  frequency: z.enum(FREQUENCIES),
  publisher: z.string().min(1),
  description: z.string().nullable().default(null),
  /** Texts that the source prints for the unit; another one refuses the values. */
  printedUnits: z.array(z.string().min(1)).default([]),
  /** Whether regions add up to their country; a percentage does not. */
  isAdditive: z.boolean(),
});
export type NationalIndicator = z.infer<typeof INDICATOR>;

/** A breakdown, and what its members are called in the source; null for the total, over which nothing is told apart. */
const DIMENSION = z.strictObject({
  name: NAME,
  members: z.record(z.string(), MEMBER.nullable()),
  /** Members that are not loaded. */
  leftOut: z.array(z.string()).default([]),
});
export type DimensionDeclaration = z.infer<typeof DIMENSION>;

const BASE = {
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  /** Languages that region names are written in: they decide what «Алматы» is. */
  languages: z.array(z.enum(['ru', 'kk', 'en'])).min(1),
  /** Texts that stand in the place of a value, after trimming. */
  markers: z.record(z.string(), MISSING),
  decimalMark: z.enum(['point', 'comma']).default('point'),
  /** Whether the legend says that `0,0` is a negligible amount. */
  zeroIsNegligible: z.boolean().default(false),
  /** Whether the office recalculated the series for today's regions, so that they have values before they were made. */
  isBackCast: z.boolean().default(false),
  /** Areas that are no region of the dictionary and are not loaded: groups of countries, federal districts. */
  leftOutAreas: z.array(z.string().min(1)).default([]),
  /** Breakdowns that hold for the whole document, because the request named them: `{ age: '6-74' }`. */
  breakdown: z.record(NAME, MEMBER).default({}),
} as const;
type SourceBase = z.infer<z.ZodObject<typeof BASE>>;
const ONE_COUNTRY = { ...BASE, iso3: z.string().regex(/^[A-Z]{3}$/) } as const;
const DIMENSIONS = z.record(z.string(), DIMENSION).default({});

/** stat.gov.kz, `…/csv/file/{lang}/`: tab-separated with a byte order mark, one row per value. */
const BNS_CUBE_TSV = z.strictObject({
  ...ONE_COUNTRY,
  adapter: z.literal('bns-cube-tsv'),
  regionColumn: z.string().min(1),
  /** By column; each has a twin whose name begins with `L`. */
  dimensions: DIMENSIONS,
  /** By the text of `NAM` without the unit in brackets. */
  indicators: z.record(z.string(), INDICATOR),
  /** Whether months, quarters and half-years are counted from January. */
  isCumulative: z.boolean().default(false),
});

/** stat.gov.kz, `…/json/file/{lang}/`: one record per combination of terms, the country total first. */
const BNS_CUBE_JSON = z.strictObject({
  ...ONE_COUNTRY,
  adapter: z.literal('bns-cube-json'),
  indicator: INDICATOR,
  /** Of the terms after the region, in order, by term. */
  dimensions: z.array(DIMENSION).default([]),
  isCumulative: z.boolean().default(false),
});

/** Taldau, `GetIndexTreeData`. */
const TALDAU_TREE = z.strictObject({
  ...ONE_COUNTRY,
  adapter: z.literal('taldau-tree'),
  indicator: INDICATOR,
  /** 4 month, 5 quarter, 7 year, 8 months from January, 9 quarters from January. */
  periodId: z.union([z.literal(4), z.literal(5), z.literal(7), z.literal(8), z.literal(9)]),
});

/** data.egov.kz, version 4: one row per region, one column per series, as CSV or JSON, with the answer of `/meta`. */
const OPEN_DATA_KZ = z.strictObject({
  ...ONE_COUNTRY,
  adapter: z.literal('open-data-kz'),
  regionColumn: z.string().min(1),
  columns: z.record(
    z.string(),
    z.strictObject({ indicator: z.string(), breakdown: z.record(NAME, MEMBER).default({}) }),
  ),
  ignoredColumns: z.array(z.string()).default([]),
  /** By the name that columns refer to. */
  indicators: z.record(z.string(), INDICATOR),
  /** Words of the meta answer before the date that the figures are of; null when `period` is known otherwise. */
  period: z.union([
    z.strictObject({ from: z.literal('meta') }),
    z.strictObject({ from: z.literal('declared'), period: z.string(), evidence: z.string().min(1) }),
  ]),
});

/** eGov.kz: a hand-kept table with an address and a date for every figure. */
const PORTAL_FIGURES = z.strictObject({
  ...ONE_COUNTRY,
  adapter: z.literal('portal-figures'),
  indicators: z.record(z.string(), INDICATOR),
});

/** Stat.uz, `sdmx_data_{id}.json`. */
const SIAT = z.strictObject({
  ...ONE_COUNTRY,
  adapter: z.literal('siat'),
  indicator: INDICATOR,
  /** Rows are regions; or members of a breakdown, by their English name, of the republic. */
  rows: z.union([z.literal('regions'), DIMENSION]).default('regions'),
  isCumulative: z.boolean().default(false),
});

/** Belstat, `…/indicator/values/SDMX-JSON/{id}`. */
const BELSTAT_SDMX = z.strictObject({
  ...ONE_COUNTRY,
  adapter: z.literal('belstat-sdmx'),
  indicator: INDICATOR,
  regionDimension: z.string().min(1),
  timeDimension: z.string().min(1),
  /** Its members must be among the printed units. */
  unitDimension: z.string().nullable().default(null),
  /** By dimension, then by the code of the member. */
  dimensions: DIMENSIONS,
  /** The years of the request in its order, for answers that do not repeat them. */
  years: z.array(z.int().min(1900).max(2100)).default([]),
  /** Index of the first year: the portal counts from −1. */
  firstTimeIndex: z.int().default(-1),
});

/** EMISS (fedstat.ru), `downloadData.do?format=sdmx`: SDMX-ML 1.0, generic. */
const EMISS_SDMX = z.strictObject({
  ...ONE_COUNTRY,
  adapter: z.literal('emiss-sdmx'),
  indicator: INDICATOR,
  regionConcept: z.string().min(1).default('s_OKATO'),
  /** By concept, then by the name of the member in the code list of the message. */
  dimensions: DIMENSIONS,
  /** What the texts of `PERIOD` mean beside the year. */
  periods: z.record(
    z.string(),
    z.union([
      z.literal('year'),
      z.strictObject({ quarter: z.int().min(1).max(4) }),
      z.strictObject({ halfYear: z.int().min(1).max(2) }),
      z.strictObject({ month: z.int().min(1).max(12) }),
      z.strictObject({ monthsToDate: z.int().min(1).max(12) }),
      /** The state on a day of the year: `01-01`. */
      z.strictObject({ day: z.string().regex(/^\d\d-\d\d$/) }),
    ]),
  ),
});

/** CIS Stat, `…/fact/data/{fact}/freq/44`: countries by year. */
const CISSTAT = z.strictObject({
  ...BASE,
  adapter: z.literal('cisstat'),
  indicator: INDICATOR,
  countryColumn: z.string().min(1).default('Страны'),
  yearColumn: z.string().min(1).default('Год'),
  dimensions: DIMENSIONS,
  /** Decimals beyond which digits are the noise of binary floats. */
  maxDecimals: z.int().min(0).max(12).default(9),
});

export const NATIONAL_SOURCE = z.discriminatedUnion('adapter', [
  BNS_CUBE_TSV,
  BNS_CUBE_JSON,
  TALDAU_TREE,
  OPEN_DATA_KZ,
  PORTAL_FIGURES,
  SIAT,
  BELSTAT_SDMX,
  EMISS_SDMX,
  CISSTAT,
]);

/** A table of a workbook with a declared layout: made of its declaration, which is checked on its own. */
export interface StatisticalTableSource extends SourceBase {
  readonly adapter: 'statistical-table';
  readonly iso3: string;
  /** By code. */
  readonly indicators: Readonly<Record<string, NationalIndicator>>;
  readonly table: LoadableTable;
}

/** A source that reads a document of its own. */
export type DocumentSource = z.infer<typeof NATIONAL_SOURCE>;
export type NationalSource = DocumentSource | StatisticalTableSource;
export type NationalSourceInput = z.input<typeof NATIONAL_SOURCE>;
/** The declaration of one adapter. */
export type SourceOf<A extends DocumentSource['adapter']> = Extract<DocumentSource, { adapter: A }>;

/** A declaration with its defaults. Throws a ZodError with the path of what is wrong. */
export function nationalSource<const A extends DocumentSource['adapter']>(
  declaration: Extract<NationalSourceInput, { adapter: A }>,
): SourceOf<A> {
  return NATIONAL_SOURCE.parse(declaration) as SourceOf<A>;
}

/** The indicators of a source. */
export function indicatorsOf(source: NationalSource): readonly NationalIndicator[] {
  return 'indicator' in source ? [source.indicator] : Object.values(source.indicators);
}
