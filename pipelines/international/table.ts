/** What most tables of international publishers have in common; a layout says what is different in it. */
import type { Indicator, TableLayout, TableSeries } from '../../src/pipeline/define-pipeline.ts';

type Said = Pick<TableLayout, 'id' | 'title' | 'columns' | 'values' | 'country'> & Partial<TableLayout>;

export function table(said: Said): TableLayout {
  return {
    encodings: ['utf-8'],
    headerWithin: 20,
    optional: [],
    indicators: {},
    ranges: {},
    renamed: {},
    open: null,
    markers: {},
    blankMeans: 'not_available',
    marks: {},
    flagSeparator: null,
    numbers: 'plain',
    stray: 'refuse',
    ambiguousWithout: null,
    vintageFrom: null,
    expected: {},
    totals: [],
    footers: [],
    toldBy: null,
    ...said,
  };
}

/** A yearly series. */
export function yearly(
  publisher: string,
  indicatorCode: string,
  nameEn: string,
  unit: string,
  guards: Omit<TableSeries, 'indicator'> = {},
): TableSeries {
  const indicator: Indicator = {
    indicatorCode,
    nameEn,
    unit,
    frequency: 'year',
    publisher,
    description: null,
  };
  return { indicator, ...guards };
}
