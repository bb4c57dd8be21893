/** A small table of each international layout, in memory: its header, its rows, and whether it may be taken apart. */
import type { CellText } from '../../src/model/located.ts';
import type { Grid } from './observed-rows.ts';

export interface LayoutSample {
  readonly id: string;
  /** Rows above the header: titles and dates. */
  readonly preamble?: Grid;
  readonly header: Grid;
  readonly rows: Grid;
  /** Columns that move together, by index; absent where each moves alone. */
  readonly groups?: readonly (readonly number[])[];
  /** Row that ends the data, with what stands below it. */
  readonly footer?: Grid;
  /** What whoever brings the table says that it holds. */
  readonly series?: string;
}

const cells = (text: string): CellText[] => text.split('|').map((part) => (part === '' ? null : part));
const grid = (...lines: readonly string[]): CellText[][] => lines.map(cells);

export const LAYOUT_SAMPLES: readonly LayoutSample[] = [
  {
    id: 'itu-time-series',
    header: grid(
      '|Mobile-cellular telephone subscriptions|||Mobile-cellular telephone subscriptions per 100 inhabitants|||Metadata for Mobile-cellular telephone subscriptions||',
      '|2017|2018||2017|2018||Notes 2017|Source 2018|',
    ),
    rows: grid(
      'Kazakhstan|26473300|26170800||144.9|142.3||Incl. inactive|BNS',
      'Denmark|7000000|||122||||DST',
      'Hong Kong, China|1|2||3|4|||',
    ),
    // A block with the column without a header that ends it.
    groups: [[0], [1, 2, 3], [4, 5, 6], [7, 8, 9]],
  },
  {
    id: 'itu-export',
    header: grid('Country|2013|2014'),
    rows: grid('Kazakhstan|26.5|26.12', 'Cyprus|33.1|', 'Aruba|1|2'),
    series: 'itu:i91',
  },
  {
    id: 'itu-value-columns',
    header: grid('Indicator|Country|2020_value|2020_source|2020_notes|2021_value'),
    rows: grid(
      'Internet users (%)|Kazakhstan|86|BNS|Age 6-74|90.9',
      'Fixed-telephone subscriptions|Denmark||||9',
    ),
  },
  {
    id: 'components',
    header: grid('edition|iso3|component|value|data_year|source'),
    rows: grid(
      '2018|KAZ|internet_users|74.5|2016|printed annex',
      '2018|DNK|tii.mobile_cellular_per100|122.3|2016|',
      '2012|KAZ|adult_literacy|99.7||',
      '2020|HKG|fixed_broadband|36||',
    ),
  },
  {
    id: 'itu-datahub',
    header: grid(
      'seriesID|seriesCode|seriesName|seriesParent|seriesUnits|entityID|entityIso|entityName|dataValue|dataYear|dataNote|dataSource|seriesDescription',
    ),
    rows: grid(
      '1|i99H|Individuals using the Internet|P|%|7|KAZ|Kazakhstan|93.5|2024|Age 6-74|BNS|long',
      '1|i99H|Individuals using the Internet|P|%|8|DNK|Denmark|99||||'.replace('99||||', '99|2024||DST|long'),
      '1|i99H|Individuals using the Internet|P|%|9|KSO|Kosovo|90|2024||X|long',
    ),
  },
  {
    id: 'itu-mobile-broadband-extract',
    header: grid(
      'Negara|EGDI|CPI|Active mobile-broadband subscriptions per 100 inhabitants|E-participation|Tahun',
    ),
    rows: grid('Kazakhstan|0.8|38|85.1|0.7|2020', 'TÃ¼rkiye|0.7|40|74|0.6|2020'),
  },
  {
    id: 'worldbank-wdi',
    preamble: grid('Data Source|World Development Indicators', '', 'Last Updated Date|2017-03-23', ''),
    header: grid('Country Name|Country Code|Indicator Name|Indicator Code|2014|2015|'),
    rows: grid(
      'Kazakhstan|KAZ|Mobile cellular subscriptions (per 100 people)|IT.CEL.SETS.P2|172.2|187.17|',
      'Denmark|DNK|Mobile cellular subscriptions (per 100 people)|IT.CEL.SETS.P2|0||',
      'World|WLD|Mobile cellular subscriptions (per 100 people)|IT.CEL.SETS.P2|96|98|',
    ),
    footer: grid('Data from database: World Development Indicators', 'Last Updated: 12/16/2025'),
  },
  {
    id: 'worldbank-data360-wide',
    header: grid(
      'FREQ|REF_AREA|REF_AREA_LABEL|INDICATOR|INDICATOR_LABEL|UNIT_MEASURE_LABEL|UNIT_MULT|2022|2024',
    ),
    rows: grid(
      'A|KAZ|Kazakhstan|UN_EGDI_EGDI|EGDI|Index|0|0.8628|0.9009',
      'A|DNK|Denmark|UN_EGDI_EGDI|EGDI|Index|0|0.9717|0.9847',
    ),
  },
  {
    id: 'worldbank-data360',
    header: grid('OBS_VALUE|UNIT_MULT|OBS_STATUS|INDICATOR|REF_AREA|SEX|AGE|TIME_PERIOD|FREQ|UNIT_MEASURE'),
    rows: grid('0.9009|0|A|UN_EGDI_EGDI|KAZ|_T|_T|2024|A|IX', '12.5|0|E|WB_LIT|KAZ|F|Y15T24|2024|A|PT'),
  },
  {
    id: 'gtmi-groups',
    header: grid('cc_iso3c|ref_year|variable|value'),
    rows: grid('KAZ|2022|gtmi_backend|3.25', 'KAZ|2022|gtmi_admin|10', 'DNK|2022|gtmi_backend|4'),
  },
  {
    id: 'gtmi-items',
    header: grid('cc_iso3c|ref_year|variable|value'),
    rows: grid('KAZ|2022|gtmi_backend|9', 'KAZ|2022|gtmi_fiscal|10', 'XKK|2022|gtmi_backend|4'),
  },
  {
    id: 'uis-stat',
    header: grid('EDULIT_IND|Indicator|LOCATION|Country|TIME|Time|Value|Flag Codes|Flags'),
    rows: grid(
      'FOSGP|Graduates (%)|KAZ|Kazakhstan|2015|2015|7.9|+|National',
      'FOSGP|Graduates (%)|DNK|Denmark|2015|2015||‡; n|Nil',
      'FOSGP|Graduates (%)|40540|Central Asia|2015|2015|5||',
    ),
  },
  {
    id: 'uis-bulk',
    header: grid('INDICATOR_ID|COUNTRY_ID|YEAR|VALUE|MAGNITUDE|QUALIFIER'),
    rows: grid('LR.AG15T99|KAZ|2018|99.78||UIS_EST', 'LR.AG15T99|DNK|2018||NIL|'),
  },
  {
    id: 'barro-lee',
    header: grid('BLcode|country|year|sex|agefrom|ageto|lu|yr_sch|WBcode|region_code'),
    rows: grid(
      '1|Kazakhstan|2015|MF|25|64|0.1|11.8|KAZ|ECA',
      '1|Kazakhstan|2015|F|15|999|0.2|11.5|KAZ|ECA',
      '2|Republic of Moldova|2015|MF|25|64|0.3|11.2|ROM|ECA',
    ),
  },
  {
    id: 'undp-time-series',
    header: grid('iso3|country|hdicode|region|hdi_rank_2022|eys_2021|eys_2022|mys_2022'),
    rows: grid(
      'KAZ|Kazakhstan|Very High|ECA|67|14.8|14.9|12.4',
      'DNK|Denmark|Very High||5|18.7||13',
      'ZZK.WORLD|World||||12|13|8',
    ),
  },
  {
    id: 'undp-2011-education',
    header: grid(
      '|Adult literacy rate, both sexes||||Combined gross enrolment in education (both sexes)|||',
      '|2010||9999|a|2010||9999|',
      '|(% aged 15 and above)||(% aged 15 and above)||(%)||(%)|',
    ),
    rows: grid('Kazakhstan|..||99.7||87|d|92.1|', 'Denmark|..||..||100||101.3|b', 'World|80||81||60||70|'),
    groups: [[0], [1, 2, 3, 4], [5, 6, 7, 8]],
    footer: grid('Footnotes', 'a: most recent', 'Sources: UIS'),
  },
  {
    id: 'eu-egovernment-benchmark',
    header: grid('year|Country|variable|brkdown|unit|Value'),
    rows: grid(
      '2022|EL|e_gov_1b_UC_MF|e_gov_EVENTS_1|eGov_score|61.5',
      '2022|EL|e_gov_1b_uc_mf|e_gov_EVENTS_1|eGov_score|.',
      '2022|EU27|e_gov_1b_uc_mf|e_gov_EVENTS_1|eGov_score|70',
    ),
  },
];
