/**
 * Bulletin «Innovation activity of enterprises» of the Bureau of National Statistics: one layout for its regional
 * tables and one for those by economic activity. Heads of one to three rows are found above the first known label.
 */
import type { TableDeclarationInput } from '../../../src/pipeline/define-pipeline.ts';
import {
  BY_TYPE,
  type Cells,
  COSTS,
  costsByKind,
  EFFECTS,
  GOODS_AND_SERVICES,
  innovation,
  mainIndicators,
} from './bns-innovation-indicators.ts';
import { BNS, BNS_ASIDE, BNS_NUMBERED, BNS_TABLE_MARKERS, BNS_UNITS } from './bns-legend.ts';

/** “Of which”: in table 7 it stands twice over the same children, of what is produced and of what is exported. */
const OF_WHICH = '^(одан|соның ішінде|оның ішінде)$';
/** Title on the cover: other bulletins have numbered sheets with regions and activities too. */
const BOOK = 'кәсіпорындардың инновациялық қызметі';
const COUNTRY = '^Қазақстан Республикасы$';
const TITLE = {
  main: '/ ?Кәсіпорындардың инновациялық белсенділігінің негізгі көрсеткіштері$/',
  manufacturing: '/өңдеу өнеркәсібі кәсіпорындарының инновациялық белсенділігінің көрсеткіштері$/',
  costsByKind: '/жұмсалған шығындар шығын түрлері бойынша$/',
  costsByFunding: '/Қаржыландыру көздері бойынша инновацияларға жұмсалған шығындар$/',
};

const common = {
  country: 'KAZ',
  languages: ['kk'],
  period: { from: 'cover' },
  unit: {
    names: BNS_UNITS,
    from: ['header', 'unit-row'],
    // Tables 5 and 6 print no unit: they count enterprises, as the columns of tables 1 and 2 without one do.
    otherwise: 'units',
  },
  values: { markers: BNS_TABLE_MARKERS },
} as const satisfies Partial<TableDeclarationInput>;

const publication = {
  publisher: BNS,
  origin: { title: 'Innovation activity of enterprises, bulletin', url: 'https://stat.gov.kz/' },
  aside: [...BNS_ASIDE],
};

/** Size classes of table 4. */
const bySize = (header: string): Cells =>
  Object.entries({ Шағын: 'small', Орта: 'medium', Ірі: 'large' }).map(([printed, size]) => ({
    header: `${printed} > ${header}`,
    breakdown: { size },
  }));

const single = (breakdown: string, members: Readonly<Record<string, string>>): Cells =>
  Object.entries(members).map(([header, member]) => ({ header, breakdown: { [breakdown]: member } }));

const NEW_TO_MARKET =
  'тауар (қызмет) нарығы үшін жаңа болып табылатын жаңа немес едәуір жетілдірілген тауарлар (қызметтер)';
const NEW_TO_FIRM = 'ұйым үшін жаңа болып табылатын жаңа немесе едәуір жетілдірілген тауарлар (қызметтер)';
const newTo = (total: string, within: string, market: string, firm: string): Cells => [
  { header: total },
  { header: `${total} > ${within} > ${market}`, breakdown: { novelty: 'new to the market' } },
  { header: `${total} > ${within} > ${firm}`, breakdown: { novelty: 'new to the enterprise' } },
];

const DEVELOPERS = {
  'ұйымның өзімен': 'the enterprise itself',
  'басқа ұйымдар немесе мекемелермен бірлесе': 'together with others',
  'басқа ұйымдар немесе мекемелер жасағанды жетілдіру': 'by improving what others made',
  'басқа ұйымдар немесе мекемелермен': 'others',
};

export const bnsInnovationsByRegion: TableDeclarationInput = {
  ...common,
  id: 'bns-innovations-by-region',
  title: 'Innovation activity of enterprises by region',
  sheets: { book: BOOK, name: BNS_NUMBERED, title: COUNTRY, many: true },
  header: { above: 'known', ofWhich: OF_WHICH },
  rows: {
    labels: [{ name: 'region', codes: 'regions' }],
    // Table 22 is followed by the imprint: `№ 7-15 /3053-ВН`.
    end: '^№ ?\\d',
  },
  totals: [{ total: COUNTRY, exceptUnits: ['percent'] }],
  load: {
    ...publication,
    region: { from: 'region' },
    indicators: [
      ...mainIndicators('', TITLE.main, {
        enterprises: bySize('Кәсіпорындар саны, бірлік'),
        'enterprises-innovating': bySize('Кәсіпорындар саны, бірлік > одан > инновация бары, бірлік'),
        'activity-level': bySize('инновация саласындағы белсенділік деңгейі, пайызбен'),
      }),
      ...mainIndicators('manufacturing-', TITLE.manufacturing),
      ...EFFECTS,
      innovation('output', [{ header: 'Инновациялық өнім көлемі, барлығы' }]),
      innovation(
        'output-sold',
        newTo('Өткізілген инновациялық өнім көлемі, барлығы', 'соның ішінде', NEW_TO_MARKET, NEW_TO_FIRM),
      ),
      innovation(
        'output-exported',
        newTo(
          'өткізілген инновациялық өнім көлемінен экспортқа жіберілгені, барлығы',
          'соның ішінде',
          NEW_TO_MARKET,
          NEW_TO_FIRM,
        ),
      ),
      COSTS,
      costsByKind(TITLE.costsByKind),
      innovation('costs-by-funding', [
        { title: TITLE.costsByFunding, header: 'Барлығы' },
        ...single('funding', {
          'ұйымның меншікті қаражаттары': 'own funds',
          'республикалық бюджет': 'republican budget',
          'республикалық бюджет > соның ішінде > даму институттары':
            'republican budget, development institutions',
          'республикалық бюджет > соның ішінде > даму институттары > одан > инновациялық граннтар':
            'republican budget, innovation grants of development institutions',
          'жергілікті бюджет': 'local budgets',
          'Шетелдік қаражаттар': 'foreign funds',
          'өзге де қаражаттар': 'other funds',
          'өзге де қаражаттар > соның ішінде > банк қарыздары': 'other funds, bank loans',
          'өзге де қаражаттар > соның ішінде > банк қарыздары > одан > несилер мен қарыздар жеңілдетілген шаттармен':
            'other funds, bank loans on favourable terms',
          'өзге де қаражаттар > соның ішінде > заңды тұлғалардың қарызы (даму институттарынан басқа)':
            'other funds, loans of legal entities',
          'өзге де қаражаттар > соның ішінде > венчурлік қорлар': 'other funds, venture funds',
        }),
      ]),
      BY_TYPE,
      GOODS_AND_SERVICES,
      innovation(
        'process-enterprises',
        single('process', {
          'Тауарларды (қызметтерді) өндіру әдісі': 'production methods',
          'Тауарларды (көрсетілетін қызметтерді) өткізу логистикасы жеткізу немесе өткізу әдістері':
            'logistics, delivery and distribution',
          'Маркетинг, тауарларды (көрсетілген қызметтерді) өткізу әдістері және сервистік қолдау':
            'marketing, sales and after-sales support',
          'Ақпараттық-коммуникациялық жүйелер': 'information and communication systems',
          'Әкімшілік басқару және менеджмент': 'administration and management',
          'Өнімдерді және бизнес-процестерді әзірлеу': 'development of products and business processes',
          'Басқа әдістер': 'other',
        }),
      ),
      innovation(
        'product-developers',
        Object.entries({
          'Инновациялық тауар енгізілді': 'goods',
          'Инновациялық көрсетілетін қызметтер енгізілді': 'services',
        }).flatMap(([group, product]) =>
          Object.entries(DEVELOPERS).map(([printed, developer]) => ({
            header: `${group} > ${printed}`,
            breakdown: { product, developer },
          })),
        ),
      ),
      innovation(
        'process-developers',
        single('developer', {
          'Ұйымның өзі': 'the enterprise itself',
          'Басқа ұйымдар немесе мекемелермен бірлесе': 'together with others',
          'Басқа ұйымдар немесе мекемелер жасағанды жетілдіру': 'by improving what others made',
          'Басқа ұйымдар немесе мекемелер': 'others',
        }),
      ),
      innovation(
        'development-enterprises',
        single('work', {
          'Ішкі ҒЗТКЖ бойынша': 'internal research and development',
          'одан ҒЗТКЖ-ны орандайтындар > үнемі': 'internal research and development, continuously',
          'одан ҒЗТКЖ-ны орандайтындар > кейде': 'internal research and development, occasionally',
          'Сыртқы ҒЗТКЖ бойынша': 'external research and development',
          'Заманауй машиналарды, жабдықтарды, бағдарламалық қамтамасыз етуді және басқа да күрделі өнімдерді сатып алу':
            'purchase of machinery, equipment and software',
          'Білімді сыртқы көзден алу': 'purchase of external knowledge',
          'Инновациялық қызметті атқару үшін оқыту': 'training',
          'Инновацияны нарыққа енгізу және шығару': 'market introduction',
          'Дизайн әзірлеу': 'design',
          'Басқа да инновациялық қызметтер': 'other',
        }),
      ),
      innovation(
        'no-innovation-reasons',
        single('reason', {
          'Қаржы құралдарының жетіспеушілігі': 'lack of own funds',
          'Сыртқы қаржыландыру көздерінен қаржы құралдарының жетіспеушілігі': 'lack of external funds',
          'Инновациялық шығыстардың жоғары деңгейде болуы': 'high costs of innovation',
          'Білікті маманның жетіспеушілігі': 'lack of qualified staff',
          'Технологиялар жөнінде ақпараттың жоқтығы': 'lack of information on technology',
          'Нарық туралы ақпараттың жоқтығы': 'lack of information on markets',
          'Инновация үшін серіктестік табудың қиындығы': 'difficulty in finding partners',
          'Нарықтағы бар кәсіпорынның үстемдігі': 'dominance of established enterprises',
          'Инновациялық тауарлар мен қызметтерге сұраныстың белгісіздігі': 'uncertain demand',
          'Бұрынғы инновациялар әсерінен қажеттіліктің туындамауы': 'no need after earlier innovations',
          'Сұраныстың жоқтығына байланысты инновацияға қажеттілік жоқ': 'no need for want of demand',
        }),
      ),
    ],
  },
};

/** Economic activities as tables 2 to 17 print them, after the classifier of activities (sections, and parts of them). */
const ACTIVITIES: Readonly<Record<string, string>> = {
  Барлығы: 'total',
  'Ауыл, орман және балық шаруашылығы': 'agriculture, forestry and fishing',
  'Тау-кен өндіру өнеркәсібі және карьерлерді қазу': 'mining and quarrying',
  'Өңдеу өнеркәсібі': 'manufacturing',
  'Электр энергиясымен, газбен, бумен, ыстық сумен және ауаны кондициялаумен жабдықтау':
    'electricity, gas, steam, hot water and air conditioning supply',
  'Суды жинау, өңдеу және тарату': 'water collection, treatment and supply',
  'Ақаба суларды жинау және өңдеу': 'sewerage',
  'Қалдықтарды жинау, өңдеу және жою; материалдарды кәдеге жарату (қалпына келтіру)':
    'waste collection, treatment and disposal, materials recovery',
  'Ластануды жою жөніндегі қызмет және қалдықтарды жою саласындағы өзге де көрсетілетін қызметтер':
    'remediation and other waste management',
  Құрылыс: 'construction',
  'Көтерме және бөлшек сауда; автомобильдерді және мотоциклдерді жөндеу':
    'wholesale and retail trade, repair of motor vehicles',
  'Көлік және жинақтау': 'transport and storage',
  'Ақпарат және байланыс': 'information and communication',
  'Қаржы және сақтандыру қызметі': 'financial and insurance activities',
  'Сәулет, инженерлік ізденістер, техникалық сынақтар мен талдау саласындағы қызмет':
    'architecture, engineering, technical testing and analysis',
  'Ғылыми зерттеулер және әзірлемелер': 'scientific research and development',
  'Жарнама қызметі және нарық конъюнктурасын зерттеу': 'advertising and market research',
  'Өзге де кәсіби, ғылыми және техникалық қызмет': 'other professional, scientific and technical activities',
  'Жоғары білім беру': 'higher education',
  'Денсаулық сақтау саласындағы қызмет': 'human health activities',
};

const SOLD = 'Өткізілген инновациялық өнімдер (тауарлар, көрсетілетін қызметтер) көлемі';
const ACTIVITY_NEW_TO_MARKET =
  '/^§.*тауар \\(көрсетілетін қызмет\\) нарығыңыз үшін жаңа болып табылатын жаңа немесе? едәуір жетілдірілген/';
const ACTIVITY_NEW_TO_FIRM = '/^§.*ұйым үшін жаңа болып табылатын жаңа немесе? едәуір жетілдірілген/';
const byNovelty = (total: string): Cells => [
  { header: `${total}, барлығы` },
  ...[
    [ACTIVITY_NEW_TO_MARKET, 'new to the market'],
    [ACTIVITY_NEW_TO_FIRM, 'new to the enterprise'],
  ].map(([rule = '', novelty = '']) => ({
    header: rule.replace('§', `${total.replace(/[()]/g, '\\$&')}, барлығы > `),
    breakdown: { novelty },
  })),
];

export const bnsInnovationsByActivity: TableDeclarationInput = {
  ...common,
  id: 'bns-innovations-by-activity',
  title: 'Innovation activity of enterprises by economic activity',
  sheets: { book: BOOK, name: BNS_NUMBERED, title: '^Барлығы$', except: COUNTRY, many: true },
  header: { above: { label: '^Барлығы$' }, ofWhich: OF_WHICH },
  rows: {
    labels: [{ name: 'activity', codes: ACTIVITIES }],
    // The total of the country is that of the tables by region.
    skip: ['^Барлығы$'],
  },
  load: {
    ...publication,
    region: { is: 'KAZ' },
    breakdowns: { activity: { as: 'activity' } },
    indicators: [
      ...mainIndicators('', '/кәсіпорындардың инновациялық белсенділігінің негізгі көрсеткіштері$/'),
      ...EFFECTS,
      innovation('output', [
        { header: 'Инновациялық өнімдер (тауарлар, көрсетілетін қызметтер) көлемі, барлығы' },
      ]),
      innovation('output-sold', byNovelty(SOLD)),
      innovation(
        'output-exported',
        byNovelty(`${SOLD.replace(/көлемі$/, 'көлемінен')} экспортқа жіберілгені`),
      ),
      COSTS,
      costsByKind('/шығын түрлері бойынша инновацияларға жұмсалған шығындар$/'),
      BY_TYPE,
      GOODS_AND_SERVICES,
    ],
  },
};
