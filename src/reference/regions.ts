/** Look-ups of regions: by code of a classifier, by country, and whether one existed in a period. */
import type { NationalPeriod } from '../model/national-period.ts';
import { REGIONS } from './region-table.ts';
import type { Region, RegionScheme } from './region-types.ts';

export { createRegionNames, foldRegionName, type RegionAnswer, type RegionNames } from './region-names.ts';
export { REGIONS } from './region-table.ts';
export type { Region, RegionKind, RegionLanguage, RegionScheme } from './region-types.ts';

const BY_CODE = new Map(REGIONS.map((region) => [region.regionCode, region]));

export function regionOf(regionCode: string): Region | undefined {
  return BY_CODE.get(regionCode);
}

/**
 * The region that has this code in a classifier. A KATO code may be printed in its short form (`11`), and as `0` for the
 * country; it is text, so that `011` is no code.
 */
export function findRegionByCode(iso3: string, scheme: RegionScheme, printed: string): Region | undefined {
  const code = scheme === 'kato' && /^\d\d$/.test(printed) ? `${printed}0000000` : printed;
  return REGIONS.find((region) => region.iso3 === iso3 && region.codes[scheme] === code);
}

/** The regions right below a country that existed throughout a period: what its total is made of. */
export function firstLevelRegions(iso3: string, period: NationalPeriod): readonly Region[] {
  return REGIONS.filter(
    (region) => region.iso3 === iso3 && region.parentCode === iso3 && existedIn(region, period),
  );
}

/** Whether a region existed on any day of a period: the year of its making is its first. */
export function existedIn({ validFrom, validTo }: Region, { firstDay, lastDay }: NationalPeriod): boolean {
  return (validFrom === null || validFrom <= lastDay) && (validTo === null || validTo >= firstDay);
}
