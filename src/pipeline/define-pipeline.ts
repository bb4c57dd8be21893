/**
 * What a pipeline is: declarations only. `pipelines/` imports this file and nothing else of src/.
 */
import {
  type ComponentCounterpart,
  type ComponentCounterpartInput,
  parseCounterparts,
} from '../model/component-counterpart.ts';
import type {
  CountryAlias,
  DeclaredAnomaly,
  DeclaredDeviation,
  DeclaredEdition,
  NotSurveyUnit,
  Origin,
  PublishedMean,
  WrongCode,
} from '../model/declarations.ts';
import { type HttpOrigin, type HttpOriginDeclaration, parseHttpOrigins } from '../model/http-origin.ts';
import type { Frequency } from '../model/observation.ts';
import type { CodeListLayout } from '../sources/indicator-tables/code-list.ts';
import { checkTableLayouts, type TableLayout } from '../sources/indicator-tables/table-layout.ts';
import type { LayoutDeclaration } from '../sources/layout.ts';
import { seriesDeclaration } from '../sources/national/series-declaration.ts';
import {
  type DocumentSource,
  indicatorsOf,
  type NationalIndicator,
  type NationalSourceInput,
} from '../sources/national/source.ts';
import { tableSource } from '../sources/national/statistical-table.ts';
import {
  isLoadable,
  type LoadableTable,
  type TableDeclarationInput,
  tableDeclaration,
} from '../sources/tables/table-declaration.ts';

export type { ComponentCounterpartInput } from '../model/component-counterpart.ts';
export type {
  CountryAlias,
  DeclaredAnomaly,
  DeclaredDeviation,
  DeclaredEdition,
  NotSurveyUnit,
  Origin,
  PublishedMean,
  WrongCode,
} from '../model/declarations.ts';
export type { HttpOrigin, HttpOriginDeclaration } from '../model/http-origin.ts';
export type { Indicator } from '../model/observation.ts';
export type { CodeListLayout } from '../sources/indicator-tables/code-list.ts';
export type { TableLayout, TableSeries } from '../sources/indicator-tables/table-layout.ts';
export type { LayoutDeclaration } from '../sources/layout.ts';
export type { NationalSourceInput } from '../sources/national/source.ts';
export type { LoadableTable, TableDeclarationInput } from '../sources/tables/table-declaration.ts';

/** How old something may become before people are told. An age beyond a limit has crossed it. */
export interface FreshnessLimits {
  /** In words: `every two years`. */
  readonly cadence: string;
  readonly warnAfterDays: number;
  readonly errorAfterDays: number;
}

/** The age of a source: of the newest of its partitions in the published release. */
export interface SourceFreshness extends FreshnessLimits {
  readonly source: string;
  /** Dataset whose partitions are dated; those of `score` are editions. */
  readonly dataset: 'score';
}

/** Two different clocks: a source that is quiet for two years and a pipeline that runs every night. */
export interface Freshness {
  readonly sources: readonly SourceFreshness[];
  /** Since the last run that succeeded, whether or not it found anything new. */
  readonly runs: FreshnessLimits;
}

/** Limits of an age in days. */
export type AgeLimits = Omit<FreshnessLimits, 'cadence'>;

/** Clocks of tables of indicators: one for each layout, and that of the pipeline. */
export interface IndicatorFreshness {
  /** By cadence; null where nothing new is to be expected. */
  readonly byCadence: Readonly<Record<string, AgeLimits | null>>;
  readonly runs: FreshnessLimits;
}

/** Clocks of national series, whose age is that of the last period that they have a figure of. */
export interface NationalFreshness {
  readonly byFrequency: Readonly<Record<Frequency, AgeLimits>>;
  readonly runs: FreshnessLimits;
}

export interface SurveyPipeline {
  /** Name on the command line: `egdi run un-survey`. */
  readonly name: string;
  readonly title: string;
  /** Folder of the inputs that ship with the program, relative to its root. */
  readonly defaultInput: string;
  /** File names (exact, or `*.ext`) that a folder may hold besides data. */
  readonly ignoredFiles: readonly string[];
  /** Origin of a file that brings no `origin.json`, by layout id. */
  readonly origins: Readonly<Record<string, Origin>>;
  readonly layouts: readonly LayoutDeclaration[];
  readonly aliases: readonly CountryAlias[];
  readonly notSurveyUnits: readonly NotSurveyUnit[];
  readonly wrongCodes: readonly WrongCode[];
  readonly anomalies: readonly DeclaredAnomaly[];
  readonly deviations: readonly DeclaredDeviation[];
  readonly publishedMeans: readonly PublishedMean[];
  /** Editions beyond those whose method the registry knows. */
  readonly editions: readonly DeclaredEdition[];
  /** When `egdi status` warns and when it fails. Says nothing about data, and is no part of a run's key. */
  readonly freshness: Freshness;
}

/** A pipeline of indicators: tables of observations by country and period, of any number of publishers. */
export interface IndicatorPipeline {
  /** Name on the command line: `egdi run international`. */
  readonly name: string;
  readonly title: string;
  /** Folder of the inputs that ship with the program, relative to its root. */
  readonly defaultInput: string;
  readonly ignoredFiles: readonly string[];
  /** Origin of a file that brings no `origin.json`, by layout id. */
  readonly origins: Readonly<Record<string, Origin>>;
  readonly layouts: readonly TableLayout[];
  /** Tables about the codes of other tables: which are aggregates, what indicators mean. */
  readonly codeLists: readonly CodeListLayout[];
  /** Spellings beyond the English names that the reference data have. */
  readonly aliases: readonly CountryAlias[];
  /** Names of territories and groups, whoever uses them. */
  readonly leftOutNames: readonly NotSurveyUnit[];
  /** How often each publisher brings a new vintage, in words, by layout id. */
  readonly cadence: Readonly<Record<string, string>>;
  /** Says nothing about data, and is no part of a run's key. */
  readonly freshness: IndicatorFreshness;
}

/** Types and checks a declaration of indicator tables. Throws `RangeError` on a contradiction. */
export function defineIndicatorPipeline(pipeline: IndicatorPipeline): IndicatorPipeline {
  const ids = [...pipeline.layouts, ...pipeline.codeLists].map(({ id }) => id);
  assertUnique('layout', ids, (id) => id);
  for (const id of ids) {
    if (!pipeline.origins[id]) throw new RangeError(`layout ${id} has no origin`);
    const cadence = pipeline.cadence[id];
    if (!cadence) throw new RangeError(`layout ${id} has no cadence`);
    const limits = pipeline.freshness.byCadence[cadence];
    if (limits === undefined) throw new RangeError(`nothing says how old data may be that come ${cadence}`);
    if (limits !== null) assertLimits({ cadence, ...limits });
  }
  assertLimits(pipeline.freshness.runs);
  return { ...pipeline, layouts: checkTableLayouts(pipeline.layouts) };
}

/** Types a declaration; checks what a type cannot say. Throws `RangeError` on a contradiction. */
export function definePipeline(pipeline: SurveyPipeline): SurveyPipeline {
  assertUnique('layout', pipeline.layouts, (layout) => layout.id);
  assertUnique('deviation', pipeline.deviations, (deviation) => deviation.id);
  assertUnique('freshness of', pipeline.freshness.sources, ({ source }) => source);
  for (const limits of [...pipeline.freshness.sources, pipeline.freshness.runs]) assertLimits(limits);
  const known = new Set(pipeline.deviations.map((deviation) => deviation.id));
  for (const deviation of pipeline.deviations) {
    for (const cause of deviation.causedBy) {
      if (!known.has(cause)) throw new RangeError(`deviation ${deviation.id} is caused by unknown ${cause}`);
    }
  }
  for (const layout of pipeline.layouts) {
    if (!pipeline.origins[layout.id]) throw new RangeError(`layout ${layout.id} has no origin`);
  }
  return pipeline;
}

/** Types declared origins, checks and completes them. Throws `RangeError` that names every fault. */
export function defineOrigins(origins: readonly HttpOriginDeclaration[]): readonly HttpOrigin[] {
  return parseHttpOrigins(origins);
}

/** A series of an office: the files that it comes in, how they are read, and where they are from. */
export interface NationalSeries<S = DocumentSource> {
  /** Names in the folder of the inputs: one, or one for each part of the country. */
  readonly files: readonly string[];
  /** The answer of the meta call, where the format needs one beside its data. */
  readonly metaFile?: string;
  readonly origin: Origin;
  readonly source: S;
}

export interface NationalPipeline<S = DocumentSource, T = LoadableTable, C = ComponentCounterpart> {
  readonly name: string;
  readonly title: string;
  /** Folder of the inputs that ship with the program, relative to its root. */
  readonly defaultInput: string;
  readonly ignoredFiles: readonly string[];
  readonly series: readonly NationalSeries<S>[];
  /** Statistical tables, known by what they hold. */
  readonly tables: readonly T[];
  /** Says nothing about data, and is no part of a run's key. */
  readonly freshness: NationalFreshness;
  /** Whose series stand for the components of TII and HCI. */
  readonly counterparts: readonly C[];
}

/**
 * Checks the declarations of national sources and fills in their defaults. Throws a ZodError with the path of what is
 * wrong, and `RangeError` where two series would be one partition.
 */
export function defineNationalPipeline(
  pipeline: NationalPipeline<NationalSourceInput, TableDeclarationInput, ComponentCounterpartInput>,
): NationalPipeline {
  for (const [cadence, limits] of Object.entries(pipeline.freshness.byFrequency)) {
    assertLimits({ cadence, ...limits });
  }
  assertLimits(pipeline.freshness.runs);
  const series = pipeline.series.map((one): NationalSeries => seriesDeclaration.parse(one));
  const tables = pipeline.tables.map((one) => tableDeclaration.parse(one)).map(loadable);
  const counterparts = parseCounterparts(pipeline.counterparts);
  return withGiven({ ...pipeline, series: [], counterparts, tables: [] }, { tables, series });
}

/** Declarations beside those of a pipeline. */
export interface GivenDeclarations {
  readonly tables: readonly LoadableTable[];
  readonly series: readonly NationalSeries[];
}

/**
 * The pipeline with further tables and series; one of the same id takes the place of another. An indicator may be in
 * several tables if it is the same in all, and in one series. Throws `RangeError` where it is not, and where two series
 * come in one file.
 */
export function withGiven(pipeline: NationalPipeline, given: GivenDeclarations): NationalPipeline {
  assertUnique('table', given.tables, ({ id }) => id);
  assertUnique('series', given.series, ({ source }) => source.id);
  const keptTables = pipeline.tables.filter(({ id }) => !given.tables.some((one) => one.id === id));
  const keptSeries = pipeline.series.filter(
    ({ source }) => !given.series.some((one) => one.source.id === source.id),
  );
  const tables = [...keptTables, ...given.tables];
  const series = [...keptSeries, ...given.series];
  assertUnique('source', [...series.map(({ source }) => source), ...tables], ({ id }) => id);
  const files = series.flatMap(({ files: own, metaFile }) => [...own, ...(metaFile ? [metaFile] : [])]);
  assertUnique('file', files, (file) => file);
  const known = new Map<string, { readonly id: string; readonly words: string }>();
  const note = (id: string, one: NationalIndicator, isAlone: boolean): void => {
    const words = JSON.stringify(one);
    const before = known.get(one.indicatorCode);
    if (before !== undefined && (isAlone || before.words !== words))
      throw new RangeError(
        `indicator ${one.indicatorCode} is declared by ${before.id} and, otherwise, by ${id}`,
      );
    known.set(one.indicatorCode, { id, words });
  };
  for (const { source } of series) for (const one of indicatorsOf(source)) note(source.id, one, true);
  for (const table of tables) {
    assertUnique(`${table.id}: indicator`, table.load.indicators, ({ code }) => code);
    for (const one of indicatorsOf(tableSource(table))) note(table.id, one, false);
  }
  return { ...pipeline, series, tables };
}

function loadable(table: ReturnType<typeof tableDeclaration.parse>): LoadableTable {
  if (!isLoadable(table)) throw new RangeError(`table ${table.id} does not say what its labels mean (load)`);
  return table;
}

function assertLimits({ cadence, warnAfterDays, errorAfterDays }: FreshnessLimits): void {
  if (warnAfterDays > 0 && warnAfterDays < errorAfterDays) return;
  throw new RangeError(
    `freshness (${cadence}) must warn before it fails: ${warnAfterDays}, ${errorAfterDays}`,
  );
}

function assertUnique<T>(what: string, items: readonly T[], keyOf: (item: T) => string): void {
  const seen = new Set<string>();
  for (const item of items) {
    if (seen.has(keyOf(item))) throw new RangeError(`${what} ${keyOf(item)} is declared twice`);
    seen.add(keyOf(item));
  }
}
