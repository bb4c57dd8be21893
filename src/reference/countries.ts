/**
 * The countries of the Survey: the 193 UN member states, with codes, names in three languages, M49 region
 * and the dates of membership within the period that the editions cover. The Survey lists all 193 in every
 * edition's file; membership tells which rows of an old edition are figures.
 */
import { COUNTRY_ROWS } from './country-table.ts';

export interface Country {
  /** ISO 3166-1 alpha-3: the key of every fact. */
  readonly iso3: string;
  readonly iso2: string;
  /** UN M49 code, three digits. */
  readonly m49: string;
  readonly nameEn: string;
  /** The label of the Survey's database today, verbatim. */
  readonly surveyLabel: string;
  readonly nameRu: string;
  readonly nameKk: string;
  /** Group code of the M49 macro-region. */
  readonly unRegion: string;
  /** Group code of the M49 sub-region. */
  readonly unSubregion: string;
  /** First day of membership, ISO date; null = before the first edition (2003). */
  readonly memberFrom: string | null;
  /** The day membership ended, ISO date; null = it has not. */
  readonly memberTo: string | null;
  readonly note?: string;
}

/** Where a plain English name differs from the Survey's label. */
const NAMES_EN: ReadonlyMap<string, string> = new Map([['GEO', 'Georgia']]);

/** Admissions to the United Nations since the first edition. */
const MEMBER_FROM: ReadonlyMap<string, string> = new Map([
  ['MNE', '2006-06-28'],
  ['SSD', '2011-07-14'],
]);

const NOTES: ReadonlyMap<string, string> = new Map([
  [
    'SRB',
    'Editions 2003 to 2005 assess Serbia and Montenegro (then ISO 3166-1 SCG), kept here under SRB; ' +
      'compare with Serbia from 2008 on only with this in mind.',
  ],
  [
    'MNE',
    'Part of Serbia and Montenegro until 2006; the files of 2003 to 2005 carry zeros that are no figures.',
  ],
  ['SSD', 'Part of Sudan until 2011; the files of 2003 to 2010 carry zeros that are no figures.'],
]);

export const COUNTRIES: readonly Country[] = COUNTRY_ROWS.map(
  ([iso3, iso2, m49, surveyLabel, nameRu, nameKk, unSubregion]) => {
    const note = NOTES.get(iso3);
    return {
      iso3,
      iso2,
      m49,
      nameEn: NAMES_EN.get(iso3) ?? surveyLabel,
      surveyLabel,
      nameRu,
      nameKk,
      unRegion: regionOf(unSubregion),
      unSubregion,
      memberFrom: MEMBER_FROM.get(iso3) ?? null,
      memberTo: null,
      ...(note === undefined ? {} : { note }),
    };
  },
);

const BY_ISO3: ReadonlyMap<string, Country> = new Map(COUNTRIES.map((country) => [country.iso3, country]));

/** The country with this ISO 3166-1 alpha-3 code, exactly as written in upper case. */
export function findCountry(iso3: string): Country | undefined {
  return BY_ISO3.get(iso3);
}

/** Whether the country was a member of the United Nations on that day (ISO date). */
export function isMemberOn(country: Country, date: string): boolean {
  return isWithin(date, country.memberFrom, country.memberTo);
}

/**
 * From the first day on, up to but not including the day it ended; null = open. ISO dates compare as text.
 */
export function isWithin(date: string, from: string | null, to: string | null): boolean {
  return (from === null || from <= date) && (to === null || date < to);
}

/** Sub-region codes carry their region: `ASIA:CENTRAL_ASIA`. */
function regionOf(unSubregion: string): string {
  return unSubregion.slice(0, unSubregion.indexOf(':'));
}
