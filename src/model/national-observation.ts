/**
 * National observations: one value of one indicator of a statistics office for one region and period, and within them
 * for one combination of breakdowns (sex, locality, activity). Never without unit, status, print and cell.
 */
import type { CellAddress } from './cell.ts';
import type { LocatedRow } from './located.ts';
import type { NationalPeriod } from './national-period.ts';
import type { MissingStatus, ObservationStatus } from './observation.ts';

/**
 * What a national observation can be. `blank`: the cell is empty, of which the legends of the offices say nothing; it is
 * neither "no data" nor "the phenomenon is absent".
 */
export type NationalStatus = ObservationStatus | 'blank';
/** Why there is no value. */
export type NationalMissingStatus = MissingStatus | 'blank';

export const NATIONAL_STATUSES: readonly NationalStatus[] = [
  'observed',
  'nil',
  'not_available',
  'confidential',
  'blank',
];

/** How a printed number bounds what it stands for: `more than 15 million`. */
export const VALUE_BOUNDS = ['exact', 'at_least', 'at_most', 'about'] as const;
export type ValueBound = (typeof VALUE_BOUNDS)[number];

/** Members of breakdowns by their name: `{ sex: 'female', locality: 'urban' }`; empty for the total. */
export type Dimensions = Readonly<Record<string, string>>;

/** The region as a source writes it. */
export interface PrintedRegion {
  /** A code, and the classifier it is of. */
  readonly code?: string;
  readonly name?: string;
  /** Code that the label beside it stands for, which must be of the same region. */
  readonly sameAs?: string;
}

/** A value that a layout has read: nothing of its print is to be read again. */
export interface ReadValue {
  /** Exact decimal text; null unless observed. */
  readonly value: string | null;
  readonly status: NationalStatus;
  readonly isNegligible: boolean;
}

/** One value as a source states it: what an adapter makes of a document, before anything is looked up. */
export interface NationalRecord {
  /** Declared code of the indicator. */
  readonly indicatorCode: string;
  readonly region: PrintedRegion;
  readonly period: NationalPeriod;
  readonly dimensions: Dimensions;
  /** As printed; null where there is nothing. */
  readonly valueText: string | null;
  /** Why there is no value, where the source says so beside the value. */
  readonly missing?: MissingStatus;
  /** Where the layout has read the value. */
  readonly asRead?: ReadValue;
  readonly bound?: ValueBound;
  readonly isEstimated: boolean;
  readonly isPreliminary: boolean;
  /** Footnotes and remarks of the publisher about this value, verbatim. */
  readonly note?: string | null;
  readonly cell: CellAddress;
  /** The row as it stood, or what a document says of the value, under `RECORD_HEADER`. */
  readonly raw: LocatedRow;
}

/** What quarantine keeps of a value from a document without rows. */
export const RECORD_HEADER = [
  'indicator',
  'region',
  'period',
  'breakdown',
  'value',
  'flags',
  'place',
] as const;

export interface NationalObservation {
  readonly indicatorCode: string;
  readonly regionCode: string;
  readonly period: NationalPeriod;
  readonly dimensions: Dimensions;
  /** Exact decimal text in its shortest form; null unless observed. */
  readonly value: string | null;
  readonly status: NationalStatus;
  readonly unit: string;
  readonly bound: ValueBound;
  /** A printed zero with decimals (`0,0`) where the legend says that it stands for a negligible amount. */
  readonly isNegligible: boolean;
  readonly isEstimated: boolean;
  readonly isPreliminary: boolean;
  /** As printed; null for an empty cell. */
  readonly rawText: string | null;
  /** Footnotes and remarks of the publisher about this value, verbatim; null where there are none. */
  readonly note: string | null;
  readonly cell: CellAddress;
  readonly raw: LocatedRow;
}

const NAME = /^[a-z][a-z0-9_]*$/;

/** `locality=urban; sex=female`, sorted; empty for the total. One text for one combination: part of the key. */
export function dimensionsText(dimensions: Dimensions): string {
  return Object.entries(dimensions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${name}=${member}`)
    .join('; ');
}

/** The inverse of `dimensionsText`. */
export function parseDimensionsText(text: string): Dimensions {
  const parts = text === '' ? [] : text.split('; ').map((part) => part.split('=') as [string, string]);
  return Object.fromEntries(parts);
}

/** Whether these can be told apart by their text: plain names, and members without its signs. */
export function areDimensions(dimensions: Dimensions): boolean {
  return Object.entries(dimensions).every(
    ([name, member]) => NAME.test(name) && member !== '' && member === member.trim() && !/[;\n]/.test(member),
  );
}

/** The order in which facts are stored: region, period, breakdown. */
export function compareNationalObservations(a: NationalObservation, b: NationalObservation): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

function keyOf({ regionCode, period, dimensions }: NationalObservation): string {
  return [regionCode, period.kind, period.firstDay, period.lastDay, dimensionsText(dimensions)].join('\t');
}
