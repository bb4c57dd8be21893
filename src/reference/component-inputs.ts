/**
 * Which series of the warehouse stand for the components of TII and HCI, edition by edition. The Survey publishes no
 * table of its inputs; these are the series of those who publish them, in whatever vintage was loaded. A table of
 * components that someone has (layout `components`) is preferred to all of them.
 */
import { type InputSeries, type InputSet, inputSetSchema } from '../model/component-inputs.ts';

/** Codes under which a table of components is loaded; its period is the edition. */
export function givenComponentCode(indexCode: InputSet['indexCode'], component: string): string {
  return `components:${indexCode}:${component}`;
}

/**
 * A series with values for fewer members is passed over: means, deviations and extremes of all members cannot be told
 * from it.
 */
export const LEAST_COUNTRIES = 50;

/** The year is that of the set unless a series says its own. */
type Upstream = readonly (readonly [indicatorCode: string, unit: string, year?: number])[];

const PER_100 = 'per 100 inhabitants';
const PER_100_PEOPLE = 'per 100 people';

/** Of ITU, and the copies of the same in the World Development Indicators. */
const USERS = {
  itu: ['itu:i99H', '% of population'],
  worldBank: ['worldbank:IT.NET.USER.ZS', '% of population'],
} as const;
const TELEPHONE = {
  itu: ['itu:i91', PER_100],
  worldBank: ['worldbank:IT.MLT.MAIN.P2', PER_100_PEOPLE],
} as const;
const MOBILE = {
  itu: ['itu:i911', PER_100],
  worldBank: ['worldbank:IT.CEL.SETS.P2', PER_100_PEOPLE],
} as const;
const BROADBAND = {
  itu: ['itu:i992b', PER_100],
  worldBank: ['worldbank:IT.NET.BBND.P2', PER_100_PEOPLE],
} as const;
const MOBILE_BROADBAND: Upstream = [['itu:i911mw', PER_100]];

const ituFirst = ({
  itu,
  worldBank,
}: typeof USERS | typeof TELEPHONE | typeof MOBILE | typeof BROADBAND): Upstream => [itu, worldBank];
const worldBankFirst = (of: Parameters<typeof ituFirst>[0]): Upstream => ituFirst(of).toReversed();

interface Said extends Pick<InputSet, 'edition' | 'indexCode' | 'method' | 'note'> {
  /** Whose values are taken where a series does not say its own. */
  readonly dataYear: number;
  readonly components: Readonly<Record<string, Upstream>>;
  readonly assumed?: InputSet['assumed'];
  readonly assumedNote?: string;
}

const yearOf = (year: number): string => `${year}-01-01`;

/** Units of a table of components: those that the registry declares. */
const GIVEN_UNITS: Readonly<Record<string, string>> = {
  adult_literacy: 'percent',
  gross_enrolment_ratio: 'percent',
  expected_years_of_schooling: 'years',
  mean_years_of_schooling: 'years',
};

function inputSet({ dataYear, components, assumed = {}, assumedNote, ...said }: Said): InputSet {
  const seriesOf = (component: string, upstream: Upstream): InputSeries[] => [
    {
      indicatorCode: givenComponentCode(said.indexCode, component),
      period: yearOf(said.edition),
      unit: GIVEN_UNITS[component] ?? PER_100,
    },
    ...upstream.map(([indicatorCode, unit, year = dataYear]) => ({
      indicatorCode,
      period: yearOf(year),
      unit,
    })),
  ];
  return inputSetSchema.parse({
    ...said,
    components: Object.fromEntries(
      Object.entries(components).map(([component, upstream]) => [component, seriesOf(component, upstream)]),
    ),
    assumed,
    assumedNote: assumedNote ?? null,
  });
}

const DATA_YEAR = 'data year edition − 2';
const LATE = 'a later vintage than the Survey can have used';

/** The same five series in 2014 and 2016, as wireless broadband, and in 2018, as active mobile broadband. */
const fiveSeries = (mobileBroadband: string): Said['components'] => ({
  internet_users: ituFirst(USERS),
  fixed_telephone: ituFirst(TELEPHONE),
  mobile_cellular: ituFirst(MOBILE),
  [mobileBroadband]: MOBILE_BROADBAND,
  fixed_broadband: ituFirst(BROADBAND),
});

const FOUR_SERIES: Said['components'] = {
  internet_users: worldBankFirst(USERS),
  mobile_cellular: worldBankFirst(MOBILE),
  active_mobile_broadband: MOBILE_BROADBAND,
  fixed_broadband: worldBankFirst(BROADBAND),
};

const TII_SETS: readonly Said[] = [
  {
    indexCode: 'TII',
    edition: 2012,
    method: 'plausible',
    dataYear: 2010,
    components: {
      internet_users: ituFirst(USERS),
      fixed_telephone: ituFirst(TELEPHONE),
      mobile_cellular: ituFirst(MOBILE),
      // No file of it is known.
      fixed_internet_subscriptions: [],
      fixed_broadband: ituFirst(BROADBAND),
    },
    note: `${DATA_YEAR} (assumed); ${LATE}`,
  },
  {
    indexCode: 'TII',
    edition: 2014,
    method: 'plausible',
    dataYear: 2012,
    components: fiveSeries('wireless_broadband'),
    note: `${DATA_YEAR} (of three years it fits best); ${LATE}: a fit, no test of the method`,
  },
  {
    indexCode: 'TII',
    edition: 2016,
    method: 'plausible',
    dataYear: 2014,
    components: fiveSeries('wireless_broadband'),
    note: `${DATA_YEAR} (the published values do not decide it); ${LATE}: a fit, no test of the method`,
  },
  {
    indexCode: 'TII',
    edition: 2018,
    method: 'exact',
    dataYear: 2016,
    components: fiveSeries('active_mobile_broadband'),
    note: `${DATA_YEAR} (the published values show it); ITU files of June 2019 fit best, ${LATE}`,
  },
  ...[2020, 2022].map(
    (edition): Said => ({
      indexCode: 'TII',
      edition,
      method: 'identified in part',
      dataYear: edition - 2,
      components: FOUR_SERIES,
      note: `${DATA_YEAR} (assumed); with the cap of 120 z-scores and min–max for each component fit nearly alike; ${LATE}`,
    }),
  ),
];

/** The values most recent at the cut-off of the report are loaded under its year. */
const LITERACY_2011: Upstream = [['undp-2011:literacy.latest', '% aged 15 and above', 2011]];
const LITERACY_AND_ENROLMENT: Said['components'] = {
  adult_literacy: LITERACY_2011,
  gross_enrolment_ratio: [['undp-2011:ger', '%']],
};

const HCI_SETS: readonly Said[] = [
  ...[2003, 2004, 2005].map(
    (edition): Said => ({
      indexCode: 'HCI',
      edition,
      method: 'plausible',
      dataYear: edition - 3,
      components: { adult_literacy: [], gross_enrolment_ratio: [] },
      note: 'the education index of UNDP of the time; its inputs were not found',
    }),
  ),
  {
    indexCode: 'HCI',
    edition: 2008,
    method: 'plausible',
    dataYear: 2005,
    components: LITERACY_AND_ENROLMENT,
    note: `enrolment of edition − 3 (assumed) and the most recent literacy, both of the Human Development Report 2011: ${LATE}`,
  },
  {
    indexCode: 'HCI',
    edition: 2010,
    method: 'plausible',
    dataYear: 2007,
    components: LITERACY_AND_ENROLMENT,
    note: `enrolment of edition − 3 (it fits best) and the most recent literacy, both of the Human Development Report 2011: ${LATE}`,
  },
  {
    indexCode: 'HCI',
    edition: 2012,
    method: 'exact',
    dataYear: 2011,
    components: {
      adult_literacy: LITERACY_2011,
      gross_enrolment_ratio: [['undp-2011:ger.latest', '%']],
    },
    note: 'Human Development Report 2011, most recent values available (its pseudo-year 9999), printed with 1 decimal, which alone is ±0.0006',
    // The twelve that lack both inputs.
    assumed: {
      adult_literacy: {
        BRB: 99,
        CAN: 99,
        COG: 83.8,
        DEU: 99,
        FSM: 92.4,
        MHL: 93.7,
        MNE: 98.2,
        PLW: 91.9,
        SMR: 99,
        SSD: 62,
        TUV: 95,
        VCT: 88.1,
      },
    },
    assumedNote:
      'literacy of the twelve states that lack both inputs was assumed by hand (99 is what UNDP puts for states that publish none); no data, and the errors of all others depend on it',
  },
  ...[2014, 2016, 2018, 2020, 2022].map(
    (edition): Said => ({
      indexCode: 'HCI',
      edition,
      method: 'plausible',
      dataYear: edition - 2,
      components: {
        adult_literacy: [
          ['worldbank:SE.ADT.LITR.ZS', '% of people ages 15 and above'],
          ['uis:LR_AG15T99', '%'],
        ],
        // UNDP has published no combined ratio after 2011.
        gross_enrolment_ratio: [],
        expected_years_of_schooling: [['undp:eys', 'years']],
        mean_years_of_schooling: [['undp:mys', 'years']],
      },
      note: 'data year assumed: the published values do not show it; no combined enrolment ratio is published after 2011',
    }),
  ),
];

export const COMPONENT_INPUTS: readonly InputSet[] = [...TII_SETS, ...HCI_SETS].map(inputSet);

export function findInputSet(edition: number, indexCode: string): InputSet | undefined {
  return COMPONENT_INPUTS.find((set) => set.edition === edition && set.indexCode === indexCode);
}
