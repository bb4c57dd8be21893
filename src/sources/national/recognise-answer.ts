/**
 * What an answer is that nobody declared, as far as its content is conclusive: of which office, about what, and which
 * adapter reads it. Says it to people; what is loaded, only a declaration decides.
 */
import { z } from 'zod';
import type { Json } from '../../model/json.ts';
import type { DocumentSource } from './source.ts';

export interface RecognisedAnswer {
  /** To follow "this is". */
  readonly what: string;
  /** Null where no adapter loads figures of it. */
  readonly adapter: DocumentSource['adapter'] | null;
  /** What to do with it instead, where no adapter does. */
  readonly instead?: string;
  /** Whether a source of that adapter declares what the document shows of itself. */
  fits(source: DocumentSource): boolean;
}

const MOST_NAMES = 12;
const LONGEST_NAME = 80;

const TREE = z.array(z.looseObject({ id: z.string(), text: z.string(), leaf: z.unknown() })).min(1);
const CUBE = z.array(z.looseObject({ termNames: z.array(z.string()), periods: z.array(z.unknown()) })).min(1);
const FACT = z.looseObject({ dateLabel: z.string(), data: z.array(z.array(z.string().nullable())).min(1) });
const SIAT_TABLE = z.looseObject({
  metadata: z.array(z.looseObject({ name_en: z.string().nullish(), value_en: z.string().nullish() })),
  data: z.array(z.looseObject({ Code: z.string() })),
});
const SDMX = z.looseObject({
  dataSets: z.array(z.unknown()),
  structure: z.looseObject({
    dimensions: z.looseObject({ observation: z.array(z.looseObject({ id: z.string() })) }),
  }),
});
const META = z.looseObject({ fields: z.record(z.string(), z.looseObject({ type: z.string() })) });
const RECORDS = z.array(z.record(z.string(), z.string().nullable())).min(1);

/** A JSON document. */
export function recogniseJson(document: Json): RecognisedAnswer {
  const tree = TREE.safeParse(document).data;
  const [row] = tree ?? [];
  if (row !== undefined) {
    const periods = Object.keys(row).filter((key) => /^y\d{6}$/.test(key)).length;
    const what = `an index tree of Taldau: ${quoted([row.text])}, ${counted(tree?.length, 'row')}, ${counted(periods, 'period')}; it does not name its index`;
    return { what, adapter: 'taldau-tree', fits: ({ adapter }) => adapter === 'taldau-tree' };
  }
  const [record] = CUBE.safeParse(document).data ?? [];
  if (record !== undefined) {
    const breakdowns = record.termNames.length - 1;
    return {
      what: `a JSON cube of stat.gov.kz, its first record of ${quoted(record.termNames)}; it does not name its indicator`,
      adapter: 'bns-cube-json',
      fits: (source) => source.adapter === 'bns-cube-json' && source.dimensions.length === breakdowns,
    };
  }
  const fact = FACT.safeParse(document).data;
  if (fact !== undefined) {
    const names = namesIn(fact.data[0] ?? []);
    return {
      what: `an answer of CIS Stat with the columns ${quoted(names)}; it does not name its fact`,
      adapter: 'cisstat',
      fits: (source) =>
        source.adapter === 'cisstat' &&
        [source.countryColumn, source.yearColumn, ...Object.keys(source.dimensions)].every((name) =>
          names.includes(name),
        ),
    };
  }
  const siat = SIAT_TABLE.safeParse(Array.isArray(document) ? document[0] : document).data;
  if (siat !== undefined) {
    const said = (wanted: string) =>
      siat.metadata.find(({ name_en: name }) => name?.trim().toLowerCase() === wanted)?.value_en?.trim() ??
      '';
    const unit = said('unit of measurement');
    return {
      what: `a table of Stat.uz (SIAT): ${quoted([said('name of the indicator')])}, in ${quoted([unit])}`,
      adapter: 'siat',
      fits: (source) => source.adapter === 'siat' && source.indicator.printedUnits.includes(unit),
    };
  }
  const message = SDMX.safeParse(document).data;
  if (message !== undefined) {
    const ids = message.structure.dimensions.observation.map(({ id }) => id);
    return {
      what: `SDMX-JSON, as Belstat answers, with the dimensions ${quoted(ids)}`,
      adapter: 'belstat-sdmx',
      fits: (source) =>
        source.adapter === 'belstat-sdmx' &&
        [source.regionDimension, source.timeDimension, ...Object.keys(source.dimensions)].every((id) =>
          ids.includes(id),
        ),
    };
  }
  const meta = META.safeParse(document).data;
  if (meta !== undefined) {
    const what = `the answer of a meta call of data.egov.kz, about the fields ${quoted(Object.keys(meta.fields))}`;
    const instead = 'lay it beside its data as DATA.meta.json and give both files';
    return { what, adapter: null, instead, fits: () => false };
  }
  const records = RECORDS.safeParse(document).data;
  if (records !== undefined) return recordsOf([...new Set(records.flatMap((one) => Object.keys(one)))]);
  return { what: `${shapeOf(document)}, which no adapter reads`, adapter: null, fits: () => false };
}

function shapeOf(document: Json): string {
  if (Array.isArray(document)) return document.length === 0 ? 'an empty JSON list' : 'a JSON list';
  if (typeof document !== 'object' || document === null) return 'a JSON value alone';
  const keys = Object.keys(document);
  return keys.length === 0 ? 'an empty JSON object' : `a JSON object with ${quoted(keys)}`;
}

/** The header of a text file and the row below it; undefined where they are of no known answer. */
export function recogniseRows(
  header: readonly (string | null)[],
  first: readonly (string | null)[],
): RecognisedAnswer | undefined {
  const names = namesIn(header);
  if (['NAM', 'PERIOD', 'VAL'].every((name) => names.includes(name))) {
    const printed = first[names.indexOf('NAM')]?.trim() ?? '';
    const broken = names.filter(
      (name) =>
        !['NAM', 'DAT', 'PERIOD', 'VAL'].includes(name) &&
        !(name.startsWith('L') && names.includes(name.slice(1))),
    );
    return {
      what: `a cube of stat.gov.kz, ${quoted([printed])} by ${quoted(broken)}`,
      adapter: 'bns-cube-tsv',
      fits: (source) =>
        source.adapter === 'bns-cube-tsv' &&
        sameNames([source.regionColumn, ...Object.keys(source.dimensions)], broken) &&
        Object.keys(source.indicators).some((name) => printed === name || printed.startsWith(`${name}(`)),
    };
  }
  if (names.includes('source_url') && names.includes('source_date')) {
    const what = 'a table of figures of the press, kept by hand';
    return { what, adapter: 'portal-figures', fits: ({ adapter }) => adapter === 'portal-figures' };
  }
  const isClassifier = names.includes('kato') || (names.includes('te') && names.includes('name_rus'));
  if (isClassifier && names.some((name) => name.startsWith('name_'))) {
    const what = `a classifier of regions (KATO) with the columns ${quoted(names)}: names and codes, no figures`;
    const instead = 'leave it out: the dictionary of regions ships with the program';
    return { what, adapter: null, instead, fits: () => false };
  }
  return undefined;
}

/** A table of data.egov.kz looks like any other; the columns of a declared one are conclusive. */
export function recogniseColumns(
  header: readonly (string | null)[],
  sources: readonly DocumentSource[],
): RecognisedAnswer | undefined {
  const answer = recordsOf(namesIn(header));
  return sources.some((source) => answer.fits(source)) ? answer : undefined;
}

function recordsOf(names: readonly string[]): RecognisedAnswer {
  return {
    what: `a list of records with the fields ${quoted(names)}, as data.egov.kz answers`,
    adapter: 'open-data-kz',
    fits: (source) =>
      source.adapter === 'open-data-kz' &&
      [source.regionColumn, ...Object.keys(source.columns)].every((name) => names.includes(name)),
  };
}

function namesIn(cells: readonly (string | null)[]): readonly string[] {
  return cells.map((text) => text?.trim() ?? '').filter((text) => text !== '');
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name) => others.includes(name));
}

function counted(count = 0, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Texts of a file in a message: cut, since nothing keeps them short. */
function quoted(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => {
    const text = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
    return `“${text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text}”`;
  });
  return [...shown, ...(names.length > MOST_NAMES ? [`and ${names.length - MOST_NAMES} more`] : [])].join(
    ', ',
  );
}
