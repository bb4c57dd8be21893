/** European Commission: the eGovernment Benchmark in its machine-readable format. */
import type { TableLayout } from '../../src/pipeline/define-pipeline.ts';
import { table } from './table.ts';

export const EUROPEAN_UNION_LAYOUTS: readonly TableLayout[] = [
  table({
    id: 'eu-egovernment-benchmark',
    title: 'eGovernment Benchmark, machine-readable: one row per year, country, variable and breakdown',
    columns: {
      year: 'period',
      Country: 'country',
      variable: 'indicator',
      brkdown: 'qualifier',
      unit: 'indicator-unit',
      Value: 'value',
    },
    values: { kind: 'single', series: null },
    country: {
      by: 'iso2',
      aliases: { EL: 'GRC', UK: 'GBR' },
      leftOut: {
        EU: 'the European Union, a group',
        EUplus: 'all participating countries, a group',
        EU27: 'the European Union, a group',
        XK: 'Kosovo is no member state of the United Nations',
      },
      leftOutPatterns: {},
    },
    open: {
      prefix: 'eu-egov:',
      publisher: 'European Commission, eGovernment Benchmark',
      frequency: 'year',
      unitOtherwise: null,
    },
    markers: { '.': 'not_available' },
    ambiguousWithout: {
      column: 'variable',
      why: 'without a variable, up to 20 rows share one year, country and breakdown: nothing tells them apart',
    },
  }),
];
