/** What a layout says about the cells of its tables, wherever their columns stand. */
import type { TableRules } from '../matched-table.ts';
import type { TableLayout } from './table-layout.ts';

export function rulesOf(layout: TableLayout): TableRules {
  return {
    id: layout.id,
    countryBy: layout.country.by,
    countryAliases: new Map(Object.entries(layout.country.aliases)),
    leftOut: new Map(Object.entries(layout.country.leftOut)),
    leftOutPatterns: Object.entries(layout.country.leftOutPatterns).map(([source, why]) => ({
      pattern: new RegExp(source),
      why,
    })),
    indicators: new Map(Object.entries(layout.indicators)),
    ranges: new Map(Object.entries(layout.ranges)),
    open: null,
    renamed: new Map(Object.entries(layout.renamed)),
    markers: new Map(Object.entries(layout.markers)),
    blankMeans: layout.blankMeans,
    marks: new Map(
      Object.entries(layout.marks).map(([text, { missing, isEstimated, isPreliminary }]) => [
        text,
        {
          ...(missing === undefined ? {} : { missing }),
          ...(isEstimated ? { isEstimated } : {}),
          ...(isPreliminary ? { isPreliminary } : {}),
        },
      ]),
    ),
    flagSeparator: layout.flagSeparator,
    numbers: layout.numbers,
    stray: layout.stray,
  };
}
