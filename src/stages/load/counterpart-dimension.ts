/** Declared counterparts of the components of TII and HCI as a partition of reference data. */
import { COMPONENTS, type ComponentCounterpart } from '../../model/component-counterpart.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import { referencePartition } from '../load.ts';

export function counterpartDimension(counterparts: readonly ComponentCounterpart[]): PartitionDraft {
  return referencePartition(
    'dim_component_counterpart',
    counterparts.map((one) => {
      const { index, name, unit } = COMPONENTS[one.component];
      return [
        one.counterpartId,
        {
          counterpart_id: one.counterpartId,
          index_code: index,
          component_code: one.component,
          component_name: name,
          unit,
          source_kind: one.iso3 === null ? 'international' : 'national',
          iso3: one.iso3,
          preference: one.preference,
          indicator_code: one.series?.indicatorCode ?? null,
          breakdown: one.series?.breakdown ?? null,
          denominator_code: one.denominator?.indicatorCode ?? null,
          denominator_breakdown: one.denominator?.breakdown ?? null,
          factor: one.factor,
          comparability: one.comparability,
          age_band: one.ageBand,
          note: one.note,
        },
      ];
    }),
  );
}
