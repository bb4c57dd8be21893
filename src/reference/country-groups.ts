/**
 * Groups of countries with dated memberships: the world, the M49 regions and sub-regions, UN categories, and
 * the organisations and comparisons that readers ask for. M49 groups are read off the countries; the rest is
 * listed. Lists marked `recalled` are to the best of knowledge: check them before calling a mean over them
 * official.
 */
import { COUNTRIES, findCountry, isMemberOn, isWithin } from './countries.ts';

export type GroupKind = 'world' | 'region' | 'subregion' | 'un_category' | 'organisation' | 'comparison';

export interface GroupMembership {
  readonly iso3: string;
  /** First day, ISO date; null = before the first edition (2003). */
  readonly validFrom: string | null;
  /** The day it ended, ISO date; null = it has not. */
  readonly validTo: string | null;
}

export interface CountryGroup {
  readonly groupCode: string;
  readonly groupName: string;
  readonly kind: GroupKind;
  readonly source: string;
  readonly evidence: string;
  /** Listed from memory, not from the publisher's list. */
  readonly recalled: boolean;
  readonly members: readonly GroupMembership[];
}

const M49 = 'UN Statistics Division, Standard country or area codes (M49)';
const UN_LISTS = 'UN-OHRLLS / UN CDP lists';

const WORLD: CountryGroup = {
  groupCode: 'WORLD',
  groupName: 'World (member states of the United Nations)',
  kind: 'world',
  source: 'United Nations, member states; EGOVKB Data Center, rows with a rank',
  evidence:
    'membership dates give the counts of ranked rows: 191 to 2005, 192 in 2008 and 2010, 193 from 2012',
  recalled: false,
  members: COUNTRIES.map(({ iso3, memberFrom, memberTo }) => ({
    iso3,
    validFrom: memberFrom,
    validTo: memberTo,
  })),
};

const REGIONS: readonly CountryGroup[] = [
  region('AFRICA', 'Africa'),
  subregion('AFRICA:NORTHERN_AFRICA', 'Northern Africa'),
  subregion('AFRICA:EASTERN_AFRICA', 'Eastern Africa'),
  subregion('AFRICA:MIDDLE_AFRICA', 'Middle Africa'),
  subregion('AFRICA:SOUTHERN_AFRICA', 'Southern Africa'),
  subregion('AFRICA:WESTERN_AFRICA', 'Western Africa'),
  region('AMERICAS', 'Americas'),
  subregion('AMERICAS:CARIBBEAN', 'Caribbean'),
  subregion('AMERICAS:CENTRAL_AMERICA', 'Central America'),
  subregion('AMERICAS:SOUTH_AMERICA', 'South America'),
  subregion('AMERICAS:NORTHERN_AMERICA', 'Northern America'),
  region('ASIA', 'Asia'),
  subregion('ASIA:CENTRAL_ASIA', 'Central Asia'),
  subregion('ASIA:EASTERN_ASIA', 'Eastern Asia'),
  subregion('ASIA:SOUTH_EASTERN_ASIA', 'South-eastern Asia'),
  subregion('ASIA:SOUTHERN_ASIA', 'Southern Asia'),
  subregion('ASIA:WESTERN_ASIA', 'Western Asia'),
  region('EUROPE', 'Europe'),
  subregion('EUROPE:EASTERN_EUROPE', 'Eastern Europe'),
  subregion('EUROPE:NORTHERN_EUROPE', 'Northern Europe'),
  subregion('EUROPE:SOUTHERN_EUROPE', 'Southern Europe'),
  subregion('EUROPE:WESTERN_EUROPE', 'Western Europe'),
  region('OCEANIA', 'Oceania'),
  subregion('OCEANIA:AUSTRALIA_AND_NEW_ZEALAND', 'Australia and New Zealand'),
  subregion('OCEANIA:MELANESIA', 'Melanesia'),
  subregion('OCEANIA:MICRONESIA_REGION', 'Micronesia (region)'),
  subregion('OCEANIA:POLYNESIA', 'Polynesia'),
];

const LISTED: readonly CountryGroup[] = [
  {
    groupCode: 'LDC',
    groupName: 'Least developed countries',
    kind: 'un_category',
    source: UN_LISTS,
    evidence: 'recalled; check against the list before publishing',
    recalled: true,
    members: [
      ...always(
        'AFG AGO BGD BEN BFA BDI KHM CAF TCD COM COD DJI ERI ETH GMB GIN GNB HTI KIR LAO LSO LBR MDG MWI',
        'MLI MRT MOZ MMR NPL NER RWA SEN SLE SLB SOM SDN TGO TUV UGA TZA YEM ZMB',
      ),
      ...since('2003-12-23', 'TLS'),
      ...since('2012-12-18', 'SSD'),
      ...until('2007-12-20', 'CPV'),
      ...until('2011-01-01', 'MDV'),
      ...until('2014-01-01', 'WSM'),
      ...until('2017-06-04', 'GNQ'),
      ...until('2020-12-04', 'VUT'),
      ...until('2023-12-13', 'BTN'),
      ...until('2024-12-13', 'STP'),
    ],
  },
  {
    groupCode: 'LLDC',
    groupName: 'Landlocked developing countries',
    kind: 'un_category',
    source: UN_LISTS,
    evidence: 'recalled, 32 states; check against the list before publishing',
    recalled: true,
    members: always(
      'AFG ARM AZE BTN BOL BWA BFA BDI CAF TCD SWZ ETH KAZ KGZ LAO LSO MWI MLI MNG NPL NER MKD PRY MDA RWA',
      'SSD TJK TKM UGA UZB ZMB ZWE',
    ),
  },
  {
    groupCode: 'SIDS',
    groupName: 'Small island developing States (UN members)',
    kind: 'un_category',
    source: UN_LISTS,
    evidence: 'recalled, 37 UN members; check against the list before publishing',
    recalled: true,
    members: always(
      'ATG BHS BRB BLZ CPV COM CUB DMA DOM FJI GRD GNB GUY HTI JAM KIR MDV MHL FSM MUS NRU PLW PNG WSM STP',
      'SGP KNA LCA VCT SYC SLB SUR TLS TON TTO TUV VUT',
    ),
  },
  {
    groupCode: 'CIS',
    groupName: 'Commonwealth of Independent States',
    kind: 'organisation',
    source: 'Executive Committee of the CIS',
    evidence:
      'recalled; Turkmenistan is an associate, Georgia left in 2009, Ukraine never ratified the charter',
    recalled: true,
    members: [...always('ARM AZE BLR KAZ KGZ MDA RUS TJK UZB'), ...until('2009-08-18', 'GEO')],
  },
  {
    groupCode: 'CIS_PAPER',
    groupName: 'CIS as the founding paper counts it (with Ukraine and Turkmenistan)',
    kind: 'comparison',
    source: 'the paper',
    evidence: 'stated in its comparisons (Ukraine, Moldova counted)',
    recalled: false,
    members: always('ARM AZE BLR KAZ KGZ MDA RUS TJK TKM UKR UZB'),
  },
  {
    groupCode: 'CA5',
    groupName: 'Central Asia five',
    kind: 'comparison',
    source: 'M49 Central Asia',
    evidence: 'M49',
    recalled: false,
    members: always('KAZ KGZ TJK TKM UZB'),
  },
  {
    groupCode: 'EAEU',
    groupName: 'Eurasian Economic Union',
    kind: 'organisation',
    source: 'Eurasian Economic Commission',
    evidence: 'recalled',
    recalled: true,
    members: [
      ...since('2015-01-01', 'RUS KAZ BLR'),
      ...since('2015-01-02', 'ARM'),
      ...since('2015-08-12', 'KGZ'),
    ],
  },
  {
    groupCode: 'EU',
    groupName: 'European Union',
    kind: 'organisation',
    source: 'European Union',
    evidence: 'recalled',
    recalled: true,
    members: [
      ...always('AUT BEL DEU DNK ESP FIN FRA GRC IRL ITA LUX NLD PRT SWE'),
      ...until('2020-01-31', 'GBR'),
      ...since('2004-05-01', 'CYP CZE EST HUN LVA LTU MLT POL SVK SVN'),
      ...since('2007-01-01', 'BGR ROU'),
      ...since('2013-07-01', 'HRV'),
    ],
  },
  {
    groupCode: 'OECD',
    groupName: 'OECD members',
    kind: 'organisation',
    source: 'OECD',
    evidence: 'recalled',
    recalled: true,
    members: [
      ...always(
        'AUT BEL CAN CHE DEU DNK ESP FRA GBR GRC IRL ISL ITA LUX NLD NOR PRT SWE TUR USA JPN FIN AUS NZL',
      ),
      ...always('MEX CZE HUN POL KOR SVK'),
      ...since('2010-05-07', 'CHL'),
      ...since('2010-07-21', 'SVN'),
      ...since('2010-09-07', 'ISR'),
      ...since('2010-12-09', 'EST'),
      ...since('2016-07-01', 'LVA'),
      ...since('2018-07-05', 'LTU'),
      ...since('2020-04-28', 'COL'),
      ...since('2021-05-25', 'CRI'),
    ],
  },
  {
    groupCode: 'G20',
    groupName: 'G20 countries',
    kind: 'organisation',
    source: 'G20',
    evidence: 'recalled, 19 countries',
    recalled: true,
    members: always('ARG AUS BRA CAN CHN FRA DEU IND IDN ITA JPN KOR MEX RUS SAU ZAF TUR GBR USA'),
  },
  {
    groupCode: 'ASEAN',
    groupName: 'ASEAN',
    kind: 'organisation',
    source: 'ASEAN',
    evidence: 'recalled',
    recalled: true,
    members: [...always('BRN KHM IDN LAO MYS MMR PHL SGP THA VNM'), ...since('2025-10-26', 'TLS')],
  },
  {
    groupCode: 'GCC',
    groupName: 'Gulf Cooperation Council',
    kind: 'organisation',
    source: 'GCC',
    evidence: 'recalled',
    recalled: true,
    members: always('BHR KWT OMN QAT SAU ARE'),
  },
];

export const COUNTRY_GROUPS: readonly CountryGroup[] = [WORLD, ...REGIONS, ...LISTED];

/**
 * Who belongs to the group on that day, as ISO3 in code order; for an edition the day is `referenceDateOf`
 * it. Only UN members count: the Survey assesses nobody else, so a region has no Montenegro before 2006.
 */
export function groupMembersAt(group: CountryGroup, date: string): readonly string[] {
  return group.members
    .filter(({ iso3, validFrom, validTo }) => {
      const country = findCountry(iso3);
      return country !== undefined && isMemberOn(country, date) && isWithin(date, validFrom, validTo);
    })
    .map(({ iso3 }) => iso3)
    .toSorted();
}

function region(groupCode: string, groupName: string): CountryGroup {
  const evidence =
    'M49; macro-region counts 54/35/47/43/14 and published means 2012-2024 confirm the regions';
  const members = COUNTRIES.filter((country) => country.unRegion === groupCode).map(({ iso3 }) => open(iso3));
  return { groupCode, groupName, kind: 'region', source: M49, evidence, recalled: false, members };
}

function subregion(groupCode: string, groupName: string): CountryGroup {
  const members = COUNTRIES.filter((country) => country.unSubregion === groupCode).map(({ iso3 }) =>
    open(iso3),
  );
  return { groupCode, groupName, kind: 'subregion', source: M49, evidence: 'M49', recalled: false, members };
}

function open(iso3: string): GroupMembership {
  return { iso3, validFrom: null, validTo: null };
}

/** Members throughout the editions; codes separated by spaces. */
function always(...lists: readonly string[]): GroupMembership[] {
  return codes(lists).map(open);
}

function since(validFrom: string, list: string): GroupMembership[] {
  return codes([list]).map((iso3) => ({ iso3, validFrom, validTo: null }));
}

function until(validTo: string, list: string): GroupMembership[] {
  return codes([list]).map((iso3) => ({ iso3, validFrom: null, validTo }));
}

function codes(lists: readonly string[]): string[] {
  return lists.flatMap((list) => list.split(' '));
}
