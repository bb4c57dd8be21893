/** Small survey data for unit tests: rows, records, sources of an edition with a few members. No I/O. */
import { COUNTRY_ALIASES, NOT_SURVEY_UNITS } from '../../pipelines/un-survey/aliases.ts';
import { WRONG_CODES } from '../../pipelines/un-survey/anomalies.ts';
import { LAYOUTS } from '../../pipelines/un-survey/layouts.ts';
import { findMethod } from '../../src/methodology/registry.ts';
import { parseDecimal } from '../../src/model/decimal.ts';
import type { CountryFigures, EditionSource, Figure, SourceRef } from '../../src/model/facts.ts';
import type { Issue } from '../../src/model/issue.ts';
import type { LocatedRow } from '../../src/model/located.ts';
import { type Edition, INDEX_CODES, type IndexCode } from '../../src/model/survey.ts';
import { COUNTRIES } from '../../src/reference/countries.ts';
import { createNameResolver } from '../../src/reference/name-resolver.ts';
import { recordContract, type ValidRecord } from '../../src/sources/contract.ts';
import type { LayoutDeclaration, SurveyField } from '../../src/sources/layout.ts';
import type { RecordCell, SurveyRecord } from '../../src/sources/records.ts';
import {
  type NormaliseContext,
  type NormalisedFile,
  type NormaliseInput,
  normalise,
} from '../../src/stages/normalise.ts';

export function layoutOf(id: string): LayoutDeclaration {
  const layout = LAYOUTS.find((declared) => declared.id === id);
  if (!layout) throw new Error(`no layout ${id}`);
  return layout;
}

/** The header of the official export, in its order. */
export const OFFICIAL_HEADER = [
  'Survey Year',
  'Country Name',
  'E-Government Rank',
  'E-Government Index',
  'E-Participation Index',
  'Online Service Index',
  'Human Capital Index',
  'Telecommunication Infrastructure Index',
] as const;

export function locatedRow(row: number, cells: readonly (string | null)[]): LocatedRow {
  return { row, cells };
}

const FIELDS: readonly SurveyField[] = [
  'edition',
  'name',
  'egdiRank',
  'EGDI',
  'EPI',
  'OSI',
  'HCI',
  'TII',
  'iso3',
];

export type Fields = Partial<Record<SurveyField, string | null>>;

/** Kazakhstan in the official export of 2018. */
export const KAZ_2018: Fields = {
  edition: '2018',
  name: 'Kazakhstan ',
  egdiRank: '39',
  EGDI: '0.75970',
  EPI: '0.83710',
  OSI: '0.86810',
  HCI: '0.83880',
  TII: '0.57230',
};

/** A record whose fields stand in the columns of the official export, the code in column 9. */
export function surveyRecord(
  fields: Fields,
  row = 2,
  flags: ReadonlyMap<SurveyField, RecordCell['flag']> = new Map(),
): SurveyRecord {
  const cells = new Map<SurveyField, RecordCell>();
  for (const [field, text] of Object.entries(fields) as [SurveyField, string | null][]) {
    const flag = flags.get(field);
    const column = FIELDS.indexOf(field) + 1;
    cells.set(field, flag === undefined ? { text, column } : { text, column, flag });
  }
  return { sheet: null, row, cells, raw: { row, cells: FIELDS.map((field) => fields[field] ?? null) } };
}

/** A record that keeps the contract of its layout. */
export function validRecord(fields: Fields, row = 2, layout = layoutFor(fields)): ValidRecord {
  const result = recordContract(layout)(surveyRecord(fields, row));
  if (!result.valid) throw new Error(result.issues.map(({ message }) => message).join('; '));
  return result.valid;
}

function layoutFor(fields: Fields): LayoutDeclaration {
  return layoutOf(fields.iso3 === undefined ? 'egovkb' : 'egovkb-with-code');
}

/** A context in which each edition has only the given members. */
export function contextWith(
  members: Readonly<Record<Edition, readonly string[]>>,
  parts: Partial<NormaliseContext> = {},
): NormaliseContext {
  return {
    editions: new Map(
      Object.entries(members).map(([edition, codes]) => [
        Number(edition),
        { edition: Number(edition), members: new Set(codes) },
      ]),
    ),
    methodOf: findMethod,
    names: createNameResolver(COUNTRY_ALIASES, NOT_SURVEY_UNITS),
    knownCodes: new Set(COUNTRIES.map(({ iso3 }) => iso3)),
    wrongCodes: WRONG_CODES,
    anomalies: [],
    ...parts,
  };
}

/** Normalises records as one file of the official layout. */
export function normaliseRecords(
  rows: readonly Fields[],
  context: NormaliseContext,
  parts: Partial<NormaliseInput> = {},
): NormalisedFile {
  const layout = parts.layout ?? layoutFor(rows[0] ?? {});
  return normalise(
    {
      source: sourceRef(),
      layout,
      header: OFFICIAL_HEADER,
      records: rows.map((fields, index) => validRecord(fields, index + 2, layout)),
      namedEdition: null,
      damagedEditions: new Set(),
      ...parts,
    },
    context,
  );
}

export function sourceRef(parts: Partial<SourceRef> = {}): SourceRef {
  return {
    file: 'a.csv',
    sha256: 'a'.repeat(64),
    layoutId: 'egovkb',
    precedence: 1,
    crossCheckOnly: false,
    ...parts,
  };
}

export function figure(text: string, column = 4): Figure {
  const value = parseDecimal(text)?.value;
  if (!value) throw new Error(`${text} is no decimal`);
  return { status: 'observed', value, text, cell: { row: 2, column } };
}

/** `[EGDI, OSI, TII, HCI, EPI]` as printed, and the rank. */
export type PrintedRow = readonly [
  egdi: string,
  osi: string,
  tii: string,
  hci: string,
  epi: string,
  rank?: number,
];

export function countryFigures(iso3: string, [egdi, osi, tii, hci, epi, rank]: PrintedRow): CountryFigures {
  const texts: Record<IndexCode, string> = { EGDI: egdi, OSI: osi, TII: tii, HCI: hci, EPI: epi };
  const figures = Object.fromEntries(INDEX_CODES.map((code) => [code, figure(texts[code])]));
  const cell = { row: 2, column: 3 };
  return {
    iso3,
    figures: figures as CountryFigures['figures'],
    ...(rank === undefined ? {} : { egdiRank: { value: rank, text: String(rank), cell } }),
  };
}

export function editionSource(
  edition: Edition,
  rows: Readonly<Record<string, PrintedRow>>,
  parts: Partial<SourceRef> & { complete?: boolean } = {},
): EditionSource {
  const { complete = true, ...ref } = parts;
  return {
    edition,
    source: sourceRef(ref),
    countries: new Map(Object.entries(rows).map(([iso3, row]) => [iso3, countryFigures(iso3, row)])),
    complete,
  };
}

export function codesOf(issues: readonly Issue[]): string[] {
  return issues.map(({ code }) => code);
}
