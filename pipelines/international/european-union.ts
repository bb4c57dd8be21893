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
        XK: 'Kosovo is no member state of the United Nations',
      },
      // EU, EUplus, EU27, EU28, EU27_2020, EU27+: the Union as it was in a year, or all that take part.
      leftOutPatterns: {
        '^EU(?:plus|\\+|\\d{2}(?:_\\d{4})?\\+?)?$':
          'the European Union or all participating countries, a group',
      },
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
