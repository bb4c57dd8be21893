/** What the names and codes of a pipeline's tables mean: the reference data's, and the declared ones beyond them. */
import type { CountryAlias } from '../../model/declarations.ts';
import { COUNTRIES } from '../../reference/countries.ts';
import { createNameResolver } from '../../reference/name-resolver.ts';
import type { ObservationNames } from '../../stages/normalise/observations.ts';
import type { IndicatorPipeline } from '../define-pipeline.ts';

const NONE: ReadonlyMap<string, string> = new Map();

/** `groupCodes`: codes that a publisher's own list says are groups. */
export function countryNames(
  pipeline: Pick<IndicatorPipeline, 'aliases' | 'leftOutNames'>,
  groupCodes: ReadonlyMap<string, string> = NONE,
): ObservationNames {
  const known = COUNTRIES.flatMap(({ iso3, nameEn, surveyLabel }): CountryAlias[] =>
    [...new Set([nameEn, surveyLabel])].map((name) => ({ name, iso3, evidence: 'seen' })),
  );
  return {
    names: createNameResolver([...known, ...pipeline.aliases], pipeline.leftOutNames),
    knownCodes: new Set(COUNTRIES.map(({ iso3 }) => iso3)),
    iso2Codes: new Map(COUNTRIES.map(({ iso2, iso3 }) => [iso2, iso3])),
    excludedCodes: groupCodes,
  };
}
