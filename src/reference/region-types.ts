/** What a region is: codes as text, names in the languages of its publishers, and when it existed. */

export type RegionKind = 'country' | 'oblast' | 'city' | 'district';
export type RegionLanguage = 'ru' | 'kk' | 'en';

/** A classifier that codes are of. */
export type RegionScheme =
  /** Classifier of administrative units of Kazakhstan, nine digits. */
  | 'kato'
  /** Terms of taldau.stat.gov.kz and of the cubes of stat.gov.kz. */
  | 'taldau'
  /** Classifier of Uzbekistan: 1700 the republic, four digits a region. */
  | 'soato'
  /** Codes of the portal of Belstat. */
  | 'belstat'
  /** Alpha-3 code of a country. */
  | 'iso3';

export interface Region {
  /** `KAZ` for the country, `KAZ:710000000` below it: country and code of its national classifier. Never a number. */
  readonly regionCode: string;
  readonly iso3: string;
  readonly kind: RegionKind;
  /** The region it is part of; null for a country. */
  readonly parentCode: string | null;
  readonly nameEn: string;
  readonly nameRu: string | null;
  readonly nameKk: string | null;
  readonly codes: Partial<Readonly<Record<RegionScheme, string>>>;
  /** First and last day of its existence, ISO dates; null = before the series begin, or still. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  /** Regions out of whose territory it was made, or that it took the place of. */
  readonly predecessors: readonly string[];
  /** Since when its territory is another one although its code is the same: figures before are of the larger territory. */
  readonly territorySince: string | null;
  /** Further spellings and former names, by language. Without "область", "облысы" and the like. */
  readonly aliases: Partial<Readonly<Record<RegionLanguage, readonly string[]>>>;
  readonly note: string | null;
}
