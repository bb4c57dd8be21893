/**
 * Who stands among countries in international tables and is no member state of the United Nations: territories, under
 * their codes and names, and groups of countries. They are left out by declaration, and counted.
 */
import type { NotSurveyUnit } from '../../src/pipeline/define-pipeline.ts';

type Territory = readonly [codes: string, names: readonly string[]];

/** Codes of ISO 3166-1, and those that publishers made up beside them. */
const TERRITORIES: readonly Territory[] = [
  ['ABW', ['Aruba']],
  ['AIA', ['Anguilla']],
  ['ANT', ['Neth. Antilles', 'Netherlands Antilles']],
  ['ASC', ['Ascension']],
  ['ASM', ['American Samoa']],
  ['BES', ['Bonaire, Sint Eustatius and Saba']],
  ['BMU', ['Bermuda']],
  ['CCK', ['Cocos Keeling Islands', 'Cocos (Keeling) Islands']],
  ['CHI', ['Channel Islands']],
  ['COK', ['Cook Islands']],
  ['CUW', ['Curacao', 'Curaçao']],
  ['CXR', ['Christmas Island']],
  ['CYM', ['Cayman Islands']],
  ['ESH', ['Western Sahara']],
  ['FLK', ['Falkland (Malvinas) Is.', 'Falkland Islands (Malvinas)']],
  ['FRO', ['Faroe Islands', 'Faeroe Islands']],
  // ITU writes AAA and GBJ.
  ['GGY AAA', ['Guernsey']],
  ['GIB', ['Gibraltar']],
  ['GLP', ['Guadeloupe']],
  ['GRL', ['Greenland']],
  ['GUF', ['French Guiana']],
  ['GUM', ['Guam']],
  [
    'HKG',
    [
      'Hong Kong',
      'Hong Kong, China',
      'Hong Kong, China (SAR)',
      'Hong Kong SAR, China',
      'China, Hong Kong Special Administrative Region',
    ],
  ],
  ['IMN IMY', ['Isle of Man']],
  ['JEY GBJ', ['Jersey']],
  ['MAC', ['Macao', 'Macao, China', 'Macao SAR, China', 'China, Macao Special Administrative Region']],
  ['MAF', ['St. Martin (French part)', 'Saint Martin (French part)']],
  ['MNP', ['Northern Marianas', 'Northern Mariana Islands']],
  ['MSR', ['Montserrat']],
  ['MTQ', ['Martinique']],
  ['MYT', ['Mayotte']],
  ['NCL', ['New Caledonia']],
  ['NFK', ['Norfolk Islands', 'Norfolk Island']],
  ['NIU', ['Niue']],
  ['PRI', ['Puerto Rico']],
  [
    'PSE WBG',
    [
      'Palestine',
      'Palestine, State of',
      'State of Palestine',
      'Occupied Palestinian Territory',
      'West Bank and Gaza',
    ],
  ],
  ['PYF', ['French Polynesia']],
  ['REU', ['Réunion', 'Reunion']],
  ['SHN', ['St. Helena', 'Saint Helena']],
  ['SPM', ['St. Pierre & Miquelon', 'Saint Pierre and Miquelon']],
  ['SXM', ['Sint Maarten (Dutch part)', 'St. Maarten']],
  ['TCA', ['Turks & Caicos Is.', 'Turks and Caicos Islands']],
  ['TKL', ['Tokelau']],
  ['TWN', ['Taiwan', 'Taiwan, China', 'Taiwan, Province of China', 'Chinese Taipei', 'Taiwan ROC']],
  ['VAT', ['Vatican', 'Holy See', 'Holy See (Vatican City State)']],
  ['VGB', ['British Virgin Islands', 'Virgin Islands (UK)']],
  ['VIR', ['Virgin Islands (US)', 'Virgin Islands (U.S.)', 'United States Virgin Islands']],
  ['WLF', ['Wallis and Futuna', 'Wallis and Futuna Islands']],
  // KSV: World Bank before 2019; XKX: since; XKK: GovTech Maturity Index; KSO: ITU; XK: European Union.
  ['XKX KSV XKK KSO XK', ['Kosovo', 'Kosovo*', 'Kosovo (UNSCR 1244)']],
  // A state until 2006, whose figures are neither those of Serbia nor of Montenegro.
  ['SCG YUG', ['Serbia and Montenegro', 'Yugoslavia']],
];

function why(name: string): string {
  return `${name} is no member state of the United Nations`;
}

export const TERRITORY_CODES: Readonly<Record<string, string>> = Object.fromEntries(
  TERRITORIES.flatMap(([codes, [name = '']]) => codes.split(' ').map((code) => [code, why(name)])),
);

export const TERRITORY_NAMES: readonly NotSurveyUnit[] = TERRITORIES.flatMap(([, names]) =>
  names.map((name) => ({ name, note: why(name) })),
);

/** Groups of countries in the World Development Indicators, all that were seen from 2017 to 2025. */
const WORLD_BANK_GROUPS =
  'AFE AFW AFR ARB CAA CEA CEB CEU CLA CME CSA CSS DEA DEC DLA DMN DNS DSA DSF DSS EAP EAR EAS ECA ECS EMU EUU FCS ' +
  'FXS HIC HPC IBB IBD IBT IDA IDB IDX INX LAC LCN LDC LIC LMC LMY LTE MCA MDE MEA MIC MNA NAC NAF NRS NXS OEC ' +
  'OED OSS PRE PSS PST RRS SAS SSA SSF SST SXZ TEA TEC TLA TMN TSA TSS UMC WLD XZN';

export const WORLD_BANK_GROUP_CODES: Readonly<Record<string, string>> = Object.fromEntries(
  WORLD_BANK_GROUPS.split(' ').map((code) => [code, `${code} is a group of countries of the World Bank`]),
);
