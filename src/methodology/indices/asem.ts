/**
 * The ASEM Sustainable Connectivity index of the Joint Research Centre: 49 indicators, eight pillars, two sub-indices.
 * Names, units, directions, weights and denominators as in the example of the COINr package; the steps are those of
 * its worked run: gaps filled by the mean of Europe or of Asia, outliers pulled in, min–max to 0–100, plain means.
 */
import { rational } from '../../model/rational.ts';
import type { Direction, GroupNode, IndexNode, IndicatorNode, Step } from '../definition.ts';
import { rule } from '../rule.ts';
import { ARITHMETIC, ROOT_WEIGHT } from './node-parts.ts';

const SOURCE = 'ASEM example data of COINr 1.1.14 (MIT, © W. Becker), iMeta';
const RUN = 'worked example of COINr 1.1.14 on these data';

type Series = readonly [code: string, name: string, unit: string, direction: Direction, denominator?: string];
type Pillar = keyof typeof SERIES;

const SERIES = {
  Physical: [
    ['LPI', 'Logistics Performance Index', 'Score 1-5', 1],
    ['Flights', 'International flights passenger capacity', 'Thousand seats', 1, 'Population'],
    ['Ship', 'Liner Shipping Connectivity Index', 'Score', 1],
    ['Bord', 'Border crossings', 'Number of crossings', 1, 'Area'],
    ['Elec', 'Trade in electricity', 'TWh', 1, 'Energy'],
    ['Gas', 'Trade in gas', 'Billion tonnes', 1, 'Energy'],
    ['ConSpeed', 'Average connection speed', 'Mbps', 1],
    ['Cov4G', 'Population covered by at least a 4G mobile network', 'Percent', 1],
  ],
  ConEcFin: [
    ['Goods', 'Trade in goods', 'Trillion USD', 1, 'GDP'],
    ['Services', 'Trade in services', 'Million USD', 1, 'GDP'],
    ['FDI', 'Foreign direct investment', 'Billion USD', 1, 'GDP'],
    ['PRemit', 'Personal remittances (received and paid)', 'Million USD', 1, 'GDP'],
    ['ForPort', 'Foreign portfolio investment liabilities and assets', 'Million USD', 1, 'GDP'],
  ],
  Political: [
    ['Embs', 'Embassies network', 'Number', 1],
    ['IGOs', 'Participation in international intergovernmental organisations', 'Number', 1],
    ['UNVote', 'UN voting alignment', 'Score', 1],
  ],
  Instit: [
    ['CostImpEx', 'Cost to export/import', 'Current USD', -1],
    ['Tariff', 'Mean tariff rate', 'Percent', -1],
    ['TBTs', 'Technical barriers to trade', 'Number of measures (initiated, in force)', -1],
    ['TIRcon', 'Signatory of TIR Convention', '(1 (yes)/0 (no))', 1],
    ['RTAs', 'Regional trade agreements', 'Number of bilateral connections', 1],
    ['Visa', 'Visa-free or visa-on-arrival', 'Number of countries', 1],
  ],
  P2P: [
    [
      'StMob',
      'International student mobility in tertiary education',
      'Thousands international students',
      1,
      'Population',
    ],
    ['Research', 'Research outputs with international collaborations', 'Number', 1, 'GDP'],
    ['Pat', 'Patents with foreign co-inventor', 'Number', 1, 'GDP'],
    ['CultServ', 'Trade in cultural services', 'Million USD', 1, 'GDP'],
    ['CultGood', 'Trade in cultural goods', 'Million USD', 1, 'GDP'],
    ['Tourist', 'Tourist arrivals at national borders', 'Number of people', 1, 'Population'],
    ['MigStock', 'Migrant stock', 'Thousands people', 1, 'Population'],
    ['Lang', 'Common languages users', 'Score', 1],
  ],
  Environ: [
    ['Renew', 'Renewable energy in total final energy consumption', 'Percent', 1],
    ['PrimEner', 'Primary energy use per GDP', 'kg of oil equivalent per $1000 GDP (constant 2011 PPP)', -1],
    ['CO2', 'CO2 emissions per capita', 'Tonnes per capita', -1],
    ['MatCon', 'Domestic material consumption per capita', 'Tonnes per capita', -1],
    ['Forest', 'Net forest loss', 'Percent', -1],
  ],
  Social: [
    ['Poverty', 'Population living below the intenational poverty line', 'Percent', -1],
    ['Palma', 'Palma Index', 'Ratio', -1],
    ['TertGrad', 'Tertiary graduates', 'Percent', 1],
    ['FreePress', 'Freedom of the press', 'Score', -1],
    ['TolMin', 'Tolerance for minorities', 'Score', -1],
    [
      'NGOs',
      'Presence of international non-governmental organisations',
      'Number of secretariats per 1,000 inhabitants',
      1,
      'Population',
    ],
    ['CPI', 'Corruption Perceptions Index', 'Score', 1],
    ['FemLab', 'Female labour-force participation', 'Ratio', 1],
    ['WomParl', "Women's participation in national parliaments", 'Percent', 1],
  ],
  SusEcFin: [
    ['PubDebt', 'Public debt as a percentage of GDP', 'Percent', -1],
    ['PrivDebt', 'Private debt, loans and debt securities as percentage of GDP', 'Percent', -1],
    ['GDPGrow', 'GDP per capita growth', 'Percent', 1],
    ['RDExp', 'R&D expenditure as a percentage of GDP', 'Percent', 1],
    ['NEET', 'Proportion of youth not in education, employment or training', 'Percent', -1],
  ],
} as const satisfies Record<string, readonly Series[]>;

/** Equal weights of any size: aggregation rescales them. */
const EQUAL = rule(rational(1), 'stated', SOURCE);

const PREPARED: readonly Step[] = [
  { kind: 'impute', imputation: { method: 'mean', within: 'EurAsia_group' } },
  {
    kind: 'treat',
    treatment: {
      skewness: 2,
      kurtosis: 3.5,
      maxWinsorised: 5,
      otherwise: 'log',
      ties: 'together',
      // A yes-or-no indicator stays as it is.
      untreatable: 'leave',
    },
  },
  { kind: 'normalise', normalisation: { method: 'min-max', low: 0, high: 100 } },
];

function indicator([code, name, unit, direction, denominator]: Series): IndicatorNode {
  const steps: readonly Step[] =
    denominator === undefined ? PREPARED : [{ kind: 'denominate', by: denominator }, ...PREPARED];
  return {
    kind: 'indicator',
    code,
    name,
    unit,
    publisher: null,
    weight: EQUAL,
    direction: rule(direction, 'stated', SOURCE),
    steps: rule(steps, 'stated', RUN),
  };
}

function group(code: string, name: string, children: readonly IndexNode[]): GroupNode {
  return {
    kind: 'group',
    code,
    name,
    weight: EQUAL,
    children,
    childrenBasis: { evidence: 'stated', source: SOURCE },
    aggregation: rule(ARITHMETIC, 'stated', RUN),
    missing: rule({ kind: 'available', atLeast: 0 }, 'stated', RUN),
    steps: rule([], 'stated', RUN),
  };
}

function pillar(code: Pillar, name: string): GroupNode {
  return group(code, name, SERIES[code].map(indicator));
}

export const ASEM: GroupNode = {
  ...group('Index', 'Sustainable Connectivity', [
    group('Conn', 'Connectivity', [
      pillar('Physical', 'Physical'),
      pillar('ConEcFin', 'Economic and Financial (Con)'),
      pillar('Political', 'Political'),
      pillar('Instit', 'Institutional'),
      pillar('P2P', 'People to People'),
    ]),
    group('Sust', 'Sustainability', [
      pillar('Environ', 'Environmental'),
      pillar('Social', 'Social'),
      pillar('SusEcFin', 'Economic and Financial (Sus)'),
    ]),
  ]),
  weight: ROOT_WEIGHT,
};
