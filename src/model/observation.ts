/**
 * Observations: one value of one indicator for one country and period. Never without unit (that of its indicator),
 * status and the row it was read from.
 */
import type { LocatedRow } from './located.ts';
import type { ValueStatus } from './status.ts';

/** What an observation can be; `not_assessed` is a word of the Survey only. */
export type ObservationStatus = Exclude<ValueStatus, 'not_assessed'>;
/** Why an observation has no value. */
export type MissingStatus = Exclude<ObservationStatus, 'observed'>;

export const FREQUENCIES = ['year', 'quarter', 'month'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** A measured series of one publisher. */
export interface Indicator {
  /** Publisher and code: `worldbank:IT.CEL.SETS.P2`. Key of the partition. */
  readonly indicatorCode: string;
  readonly nameEn: string;
  readonly unit: string;
  readonly frequency: Frequency;
  readonly publisher: string;
  readonly description: string | null;
}

export interface Observation {
  readonly indicatorCode: string;
  readonly iso3: string;
  /** First day of the period, ISO date. */
  readonly period: string;
  /** Exact decimal text in its shortest form; null unless observed. */
  readonly value: string | null;
  readonly status: ObservationStatus;
  readonly isEstimated: boolean;
  readonly isPreliminary: boolean;
  /** The row as it stood: address and print of the value, and what quarantine would keep. */
  readonly raw: LocatedRow;
  /** 1-based column of the value in its row. */
  readonly column: number;
  /** Flags and remarks of the publisher about this value, verbatim; null where there are none. */
  readonly note: string | null;
}

/** The file that a stream of observations is read from. */
export interface ObservationPlace {
  /** Path as given, for messages. */
  readonly file: string;
  readonly sha256: string;
  readonly sheet: string | null;
}

const YEAR = /^(?:1[89]|2[01])\d\d$/;
const QUARTER = /^((?:1[89]|2[01])\d\d)-?Q([1-4])$/;
const MONTH = /^(?:1[89]|2[01])\d\d-(?:0[1-9]|1[0-2])$/;
const FIRST_MONTHS = ['01', '04', '07', '10'];

/** `2018`, `2018-Q2` or `2018-07` → its first day and length; undefined for anything else. */
export function parsePeriod(
  text: string,
): { readonly firstDay: string; readonly frequency: Frequency } | undefined {
  if (YEAR.test(text)) return { firstDay: `${text}-01-01`, frequency: 'year' };
  if (MONTH.test(text)) return { firstDay: `${text}-01`, frequency: 'month' };
  const quarter = QUARTER.exec(text);
  if (!quarter) return undefined;
  return { firstDay: `${quarter[1]}-${FIRST_MONTHS[Number(quarter[2]) - 1]}-01`, frequency: 'quarter' };
}
