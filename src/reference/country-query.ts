/**
 * The country that a person means on the command line: an ISO code, or any declared name, in any case and with or
 * without accents. Looser than the matching of data (`name-resolver.ts`), because a person sees what was understood.
 */
import type { CountryAlias, NotSurveyUnit } from '../model/declarations.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import type { Edition } from '../model/survey.ts';
import { nearestName } from '../runtime/nearest-name.ts';
import { COUNTRIES, findCountry } from './countries.ts';
import { cleanName } from './name-resolver.ts';

/** A mistyped ISO code: one letter too many at most. */
const LONGEST_CODE_SLIP = 4;

export interface CountryNames {
  readonly aliases: readonly CountryAlias[];
  readonly notSurveyUnits: readonly NotSurveyUnit[];
}

/**
 * The ISO3 code of a country, by code or name.
 * @throws EgdiError `country-unknown` (exit 2), with what was probably meant
 */
export function askedCountry(asked: string, edition: Edition, names: CountryNames): string {
  const wanted = fold(asked);
  const known = new Map<string, string>();
  for (const { name, iso3, editions } of names.aliases) {
    if (editions === undefined || editions.includes(edition)) known.set(fold(name), iso3);
  }
  for (const country of COUNTRIES) {
    const { iso3, iso2, nameEn, surveyLabel, nameRu, nameKk } = country;
    for (const name of [surveyLabel, nameRu, nameKk, nameEn, iso2, iso3]) known.set(fold(name), iso3);
  }
  const found = known.get(wanted);
  if (found !== undefined) return found;

  const outside = names.notSurveyUnits.find((unit) => fold(unit.name) === wanted);
  if (outside !== undefined) {
    throw unknownCountry(
      `the Survey does not cover “${outside.name}”`,
      'it covers the member states of the United Nations',
    );
  }
  const near = nearest(wanted, [...known.keys()]);
  const suggestion = near === undefined ? undefined : known.get(near);
  throw unknownCountry(
    `there is no country “${asked}”`,
    suggestion === undefined
      ? 'give an ISO 3166-1 code such as KAZ, or a name; all: egdi sql "select iso3, name_en from dim_country"'
      : `did you mean ${suggestion} (${findCountry(suggestion)?.nameEn})?`,
  );
}

/** Among three letters nearly every code is near every other one: codes are compared with codes, swaps first. */
function nearest(wanted: string, known: readonly string[]): string | undefined {
  if (wanted.length > LONGEST_CODE_SLIP) return nearestName(wanted, known);
  const codes = known.filter((name) => name.length === 3);
  const sorted = (text: string) => [...text].sort().join('');
  return codes.find((code) => sorted(code) === sorted(wanted)) ?? nearestName(wanted, codes);
}

function unknownCountry(message: string, hint: string): EgdiError {
  return new EgdiError('country-unknown', message, { exitCode: EXIT.usage, hint });
}

function fold(name: string): string {
  return cleanName(name).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
