/**
 * How international publishers spell countries, by publisher and vintage; the English names of the reference data are
 * known without being declared. Matching is exact: a spelling that is not here is an issue.
 */
import type { CountryAlias } from '../../src/pipeline/define-pipeline.ts';

type Spellings = Readonly<Record<string, string>>;

/** ITU time-series workbooks of June 2019 (revised August 2019). */
const ITU_2019: Spellings = {
  'Bolivia (Plurinational State of)': 'BOL',
  'Central African Rep.': 'CAF',
  'Congo (Rep. of the)': 'COG',
  'Dem. Rep. of the Congo': 'COD',
  "Dem. People's Rep. of Korea": 'PRK',
  'Dominican Rep.': 'DOM',
  'Korea (Rep. of)': 'KOR',
  'Lao P.D.R.': 'LAO',
  'Nepal (Republic of)': 'NPL',
  'North Macedonia': 'MKD',
  'St. Kitts and Nevis': 'KNA',
  'St. Lucia': 'LCA',
  'St. Vincent and the Grenadines': 'VCT',
};

/** Exports of ITU workbooks of about 2015. */
const ITU_2015: Spellings = {
  'Antigua & Barbuda': 'ATG',
  "Cote d'Ivoire": 'CIV',
  'Cape Verde': 'CPV',
  'Congo (Dem. Rep.)': 'COD',
  'Congo (Rep.)': 'COG',
  'D.P.R. Korea': 'PRK',
  'Iran (I.R.)': 'IRN',
  'Korea (Rep.)': 'KOR',
  'S. Tome & Principe': 'STP',
  'S. Tomé & Principe': 'STP',
  Swaziland: 'SWZ',
  'TFYR Macedonia': 'MKD',
  'Trinidad & Tobago': 'TTO',
};

/** UNDP Human Development Report 2011. */
const UNDP_2011: Spellings = {
  'Congo (Democratic Republic of the)': 'COD',
  "Korea (Democratic People's Rep. of)": 'PRK',
  'Korea (Republic of)': 'KOR',
  'Libyan Arab Jamahiriya': 'LBY',
  'Moldova (Republic of)': 'MDA',
  // Before the independence of South Sudan.
  'Sudan*': 'SDN',
  'Tanzania (United Republic of)': 'TZA',
  'The former Yugoslav Republic of Macedonia': 'MKD',
};

/** The World Bank, Barro and Lee, Transparency International and others; also earlier and long forms. */
const OTHERS: Spellings = {
  'Bahamas, The': 'BHS',
  Brunei: 'BRN',
  'Cote dIvoire': 'CIV',
  'Ivory Coast': 'CIV',
  'Congo, Dem. Rep.': 'COD',
  'Democratic Republic of Congo': 'COD',
  'Congo, Rep.': 'COG',
  'Republic of the Congo': 'COG',
  Czechia: 'CZE',
  'Egypt, Arab Rep.': 'EGY',
  Micronesia: 'FSM',
  'Micronesia, Fed. Sts.': 'FSM',
  'Great Britain': 'GBR',
  'United Kingdom': 'GBR',
  'Gambia, The': 'GMB',
  'The Gambia': 'GMB',
  'Guinea Bissau': 'GNB',
  Iran: 'IRN',
  'Iran, Islamic Rep.': 'IRN',
  'Kyrgyz Republic': 'KGZ',
  'Korea, Rep.': 'KOR',
  'Korea, South': 'KOR',
  'South Korea': 'KOR',
  'Lao PDR': 'LAO',
  Laos: 'LAO',
  Moldova: 'MDA',
  'Moldova, Republic of': 'MDA',
  Macedonia: 'MKD',
  'Macedonia, FYR': 'MKD',
  'The Republic of North Macedonia': 'MKD',
  'Netherlands (Kingdom of the)': 'NLD',
  'Kingdom of the Netherlands': 'NLD',
  'The Netherlands': 'NLD',
  "Korea, Dem. People's Rep.": 'PRK',
  'Korea, North': 'PRK',
  'North Korea': 'PRK',
  Russia: 'RUS',
  'Slovak Republic': 'SVK',
  'Saint Vincent and Grenadines': 'VCT',
  'Somalia, Fed. Rep.': 'SOM',
  Syria: 'SYR',
  'East Timor': 'TLS',
  Turkey: 'TUR',
  Turkiye: 'TUR',
  Tanzania: 'TZA',
  'Tanzania, United Republic of': 'TZA',
  USA: 'USA',
  'United States': 'USA',
  'Venezuela, RB': 'VEN',
  'Venezuela (Bolivarian Republic of)': 'VEN',
  Vietnam: 'VNM',
  'Yemen, Rep.': 'YEM',
};

export const COUNTRY_ALIASES: readonly CountryAlias[] = [ITU_2019, ITU_2015, UNDP_2011, OTHERS].flatMap(
  (spellings) => Object.entries(spellings).map(([name, iso3]) => ({ name, iso3, evidence: 'seen' as const })),
);
