/** A layout of observation tables with everything that one can have, and rows under it. */
import type { LocatedRow } from '../../src/model/located.ts';
import type { ObservationLayout } from '../../src/sources/observation-layout.ts';

/** A layout with everything: two indicators, unit, status, flags and markers. */
export const FULL_LAYOUT: ObservationLayout = {
  id: 'full',
  title: 'A table with everything',
  columns: {
    indicator: 'series',
    country: 'country',
    period: 'period',
    value: 'value',
    unit: 'unit',
    status: 'status',
    flags: 'flags',
  },
  ignoredColumns: ['note'],
  countryBy: 'iso3',
  indicators: {
    A: indicator('test:A', 'year'),
    Q: indicator('test:Q', 'quarter'),
    M: indicator('test:M', 'month'),
  },
  markers: { '..': 'not_available', '…': 'not_available', '-': 'nil', x: 'confidential' },
  blankMeans: null,
  marks: { E: { isEstimated: true }, p: { isPreliminary: true }, M: { missing: 'not_available' } },
};

function indicator(indicatorCode: string, frequency: 'year' | 'quarter' | 'month') {
  return {
    indicatorCode,
    nameEn: indicatorCode,
    unit: 'percent',
    frequency,
    publisher: 'test',
    description: null,
  };
}

export const FULL_HEADER = ['series', 'country', 'period', 'value', 'unit', 'status', 'flags', 'note'];

/** Rows under the header of the full layout, from row 2 on. */
export function fullRows(rows: readonly (readonly (string | null)[])[]): LocatedRow[] {
  return [FULL_HEADER, ...rows].map((cells, index) => ({ row: index + 1, cells }));
}

/** One row of the full layout. */
export function fullRow(series: string, country: string, period: string, value: string | null): string[] {
  return [series, country, period, value, 'percent', null, null, null] as string[];
}
