/** The dictionary of regions as a partition of reference data. */
import { REGIONS, type Region } from '../../reference/regions.ts';
import type { PartitionDraft } from '../../warehouse/versions/datasets.ts';
import { referencePartition } from '../load.ts';

/** Every region that a national observation can be of, former ones included. */
export function regionDimension(): PartitionDraft {
  return referencePartition(
    'dim_region',
    REGIONS.map((region) => [
      region.regionCode,
      {
        region_code: region.regionCode,
        iso3: region.iso3,
        kind: region.kind,
        parent_code: region.parentCode,
        name_en: region.nameEn,
        name_ru: region.nameRu,
        name_kk: region.nameKk,
        kato_code: region.codes.kato ?? null,
        taldau_term: region.codes.taldau ?? null,
        national_code: region.codes.soato ?? region.codes.belstat ?? null,
        valid_from: region.validFrom,
        valid_to: region.validTo,
        territory_since: region.territorySince,
        predecessors: listed(region.predecessors),
        other_names: listed(otherNames(region)),
        note: region.note,
      },
    ]),
  );
}

function otherNames({ aliases, nameEn, nameRu, nameKk }: Region): string[] {
  const names = [...(aliases.en ?? []), ...(aliases.ru ?? []), ...(aliases.kk ?? [])];
  return [...new Set(names)].filter((name) => ![nameEn, nameRu, nameKk].includes(name));
}

function listed(words: readonly string[]): string | null {
  return words.length === 0 ? null : words.join(', ');
}
