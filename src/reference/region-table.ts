/**
 * The regions of Kazakhstan and the first level of its neighbours, as far as their codes are known from published
 * files and clients of the offices. A code that is not here is not guessed: it is refused.
 *
 * Kazakhstan: KATO codes and Taldau terms as Taldau publishes them. Dates: Shymkent and the Turkistan Region by decree
 * of 19 June 2018; Abai, Jetisu and Ulytau as of 8 June 2022 (decree of 3 May 2022); the capital was called Nur-Sultan
 * from 23 March 2019 to 17 September 2022. Uzbekistan: SOATO codes as SIAT prints them. Belarus: codes of the Belstat
 * portal. Other neighbours: the country only.
 */
import type { Region, RegionKind, RegionLanguage } from './region-types.ts';

type Aliases = Partial<Readonly<Record<RegionLanguage, readonly string[]>>>;
type Life = Partial<Pick<Region, 'validFrom' | 'validTo' | 'predecessors' | 'territorySince' | 'note'>>;

const SINCE_2018 = '2018-06-19';
const SINCE_2022 = '2022-06-08';

function country(
  iso3: string,
  nameEn: string,
  nameRu: string,
  nameKk: string,
  codes: Region['codes'],
  aliases: Aliases,
): Region {
  return {
    regionCode: iso3,
    iso3,
    kind: 'country',
    parentCode: null,
    nameEn,
    nameRu,
    nameKk,
    codes: { ...codes, iso3 },
    validFrom: null,
    validTo: null,
    predecessors: [],
    territorySince: null,
    aliases,
    note: null,
  };
}

function kazakh(
  kind: RegionKind,
  kato: string,
  taldau: string | null,
  [nameEn, nameRu, nameKk]: readonly [en: string, ru: string, kk: string],
  aliases: Aliases,
  life: Life = {},
): Region {
  return {
    regionCode: `KAZ:${kato}`,
    iso3: 'KAZ',
    kind,
    parentCode: 'KAZ',
    nameEn,
    nameRu,
    nameKk,
    codes: { kato, ...(taldau === null ? {} : { taldau }) },
    validFrom: life.validFrom ?? null,
    validTo: life.validTo ?? null,
    predecessors: (life.predecessors ?? []).map((code) => `KAZ:${code}`),
    territorySince: life.territorySince ?? null,
    aliases,
    note: life.note ?? null,
  };
}

function neighbour(
  iso3: 'UZB' | 'BLR',
  kind: RegionKind,
  code: string,
  nameEn: string,
  nameRu: string,
  aliases: Aliases = {},
): Region {
  return {
    ...country(iso3, nameEn, nameRu, nameRu, {}, aliases),
    regionCode: `${iso3}:${code}`,
    kind,
    parentCode: iso3,
    nameKk: null,
    codes: iso3 === 'UZB' ? { soato: code } : { belstat: code },
  };
}

const KAZAKHSTAN: readonly Region[] = [
  country(
    'KAZ',
    'Kazakhstan',
    'Республика Казахстан',
    'Қазақстан Республикасы',
    { kato: '0', taldau: '741880' },
    {
      ru: ['Казахстан', 'РК'],
      kk: ['Қазақстан', 'ҚР'],
      en: ['Republic of Kazakhstan'],
    },
  ),
  kazakh(
    'oblast',
    '100000000',
    '77208141',
    ['Abai Region', 'Область Абай', 'Абай облысы'],
    { ru: ['Абай', 'Абайская'], kk: ['Абай'], en: ['Abai', 'Abay'] },
    {
      validFrom: SINCE_2022,
      predecessors: ['630000000'],
      note: 'Made out of the East Kazakhstan Region in 2022.',
    },
  ),
  kazakh('oblast', '110000000', '247783', ['Akmola Region', 'Акмолинская область', 'Ақмола облысы'], {
    ru: ['Акмолинская'],
    kk: ['Ақмола'],
    en: ['Akmola'],
  }),
  kazakh('oblast', '150000000', '248875', ['Aktobe Region', 'Актюбинская область', 'Ақтөбе облысы'], {
    ru: ['Актюбинская'],
    kk: ['Ақтөбе'],
    en: ['Aktobe', 'Aktyubinsk'],
  }),
  kazakh(
    'oblast',
    '190000000',
    '250502',
    ['Almaty Region', 'Алматинская область', 'Алматы облысы'],
    { ru: ['Алматинская'], kk: ['Алматы'], en: ['Almaty'] },
    { territorySince: SINCE_2022, note: 'Without the Jetisu Region since 2022.' },
  ),
  kazakh('oblast', '230000000', '252311', ['Atyrau Region', 'Атырауская область', 'Атырау облысы'], {
    ru: ['Атырауская'],
    kk: ['Атырау'],
    en: ['Atyrau'],
  }),
  kazakh(
    'oblast',
    '270000000',
    '253160',
    ['West Kazakhstan Region', 'Западно-Казахстанская область', 'Батыс Қазақстан облысы'],
    {
      ru: ['Западно-Казахстанская', 'З-Казахстанская', 'ЗКО'],
      kk: ['Батыс Қазақстан'],
      en: ['West Kazakhstan', 'West-Kazakhstan'],
    },
  ),
  kazakh('oblast', '310000000', '255577', ['Zhambyl Region', 'Жамбылская область', 'Жамбыл облысы'], {
    ru: ['Жамбылская'],
    kk: ['Жамбыл'],
    en: ['Zhambyl', 'Jambyl'],
  }),
  kazakh(
    'oblast',
    '330000000',
    '77208139',
    ['Jetisu Region', 'Область Жетісу', 'Жетісу облысы'],
    {
      ru: ['Жетісу', 'Жетысу', 'Жетиси', 'Жетисуская', 'Жетысуская'],
      kk: ['Жетісу'],
      en: ['Jetisu', 'Jetysu', 'Zhetisu', 'Zhetysu'],
    },
    { validFrom: SINCE_2022, predecessors: ['190000000'], note: 'Made out of the Almaty Region in 2022.' },
  ),
  kazakh(
    'oblast',
    '350000000',
    '256619',
    ['Karaganda Region', 'Карагандинская область', 'Қарағанды облысы'],
    { ru: ['Карагандинская'], kk: ['Қарағанды'], en: ['Karaganda', 'Karagandy'] },
    { territorySince: SINCE_2022, note: 'Without the Ulytau Region since 2022.' },
  ),
  kazakh('oblast', '390000000', '258742', ['Kostanay Region', 'Костанайская область', 'Қостанай облысы'], {
    ru: ['Костанайская'],
    kk: ['Қостанай'],
    en: ['Kostanay', 'Kostanai'],
  }),
  kazakh(
    'oblast',
    '430000000',
    '260099',
    ['Kyzylorda Region', 'Кызылординская область', 'Қызылорда облысы'],
    {
      ru: ['Кызылординская'],
      kk: ['Қызылорда'],
      en: ['Kyzylorda'],
    },
  ),
  kazakh('oblast', '470000000', '260907', ['Mangystau Region', 'Мангистауская область', 'Маңғыстау облысы'], {
    ru: ['Мангистауская', 'Мангыстауская'],
    kk: ['Маңғыстау'],
    en: ['Mangystau', 'Mangistau'],
  }),
  kazakh(
    'oblast',
    '510000000',
    null,
    ['South Kazakhstan Region', 'Южно-Казахстанская область', 'Оңтүстік Қазақстан облысы'],
    {
      ru: ['Южно-Казахстанская', 'Ю-Казахстанская', 'ЮКО'],
      kk: ['Оңтүстік Қазақстан'],
      en: ['South Kazakhstan', 'South-Kazakhstan'],
    },
    {
      validTo: '2018-06-18',
      note: 'Until 2018; then the Turkistan Region and the city of Shymkent, which was 511010000 within it.',
    },
  ),
  kazakh('oblast', '550000000', '263009', ['Pavlodar Region', 'Павлодарская область', 'Павлодар облысы'], {
    ru: ['Павлодарская'],
    kk: ['Павлодар'],
    en: ['Pavlodar'],
  }),
  kazakh(
    'oblast',
    '590000000',
    '264023',
    ['North Kazakhstan Region', 'Северо-Казахстанская область', 'Солтүстік Қазақстан облысы'],
    {
      ru: ['Северо-Казахстанская', 'С-Казахстанская', 'СКО'],
      kk: ['Солтүстік Қазақстан'],
      en: ['North Kazakhstan', 'North-Kazakhstan'],
    },
  ),
  kazakh(
    'oblast',
    '610000000',
    '20243032',
    ['Turkistan Region', 'Туркестанская область', 'Түркістан облысы'],
    { ru: ['Туркестанская'], kk: ['Түркістан'], en: ['Turkistan', 'Turkestan'] },
    {
      validFrom: SINCE_2018,
      predecessors: ['510000000'],
      note: 'The South Kazakhstan Region without Shymkent, since 2018.',
    },
  ),
  kazakh(
    'oblast',
    '620000000',
    '77208140',
    ['Ulytau Region', 'Область Ұлытау', 'Ұлытау облысы'],
    { ru: ['Ұлытау', 'Улытау', 'Улытауская'], kk: ['Ұлытау'], en: ['Ulytau'] },
    { validFrom: SINCE_2022, predecessors: ['350000000'], note: 'Made out of the Karaganda Region in 2022.' },
  ),
  kazakh(
    'oblast',
    '630000000',
    '264990',
    ['East Kazakhstan Region', 'Восточно-Казахстанская область', 'Шығыс Қазақстан облысы'],
    {
      ru: ['Восточно-Казахстанская', 'В-Казахстанская', 'ВКО'],
      kk: ['Шығыс Қазақстан'],
      en: ['East Kazakhstan', 'East-Kazakhstan'],
    },
    { territorySince: SINCE_2022, note: 'Without the Abai Region since 2022.' },
  ),
  kazakh(
    'city',
    '710000000',
    '268012',
    ['Astana', 'Астана', 'Астана'],
    {
      ru: ['Астана', 'Нур-Султан', 'Нурсултан'],
      kk: ['Астана', 'Нұр-Сұлтан'],
      en: ['Astana', 'Nur-Sultan'],
    },
    { note: 'Called Nur-Sultan from 2019-03-23 to 2022-09-17.' },
  ),
  kazakh('city', '750000000', '268020', ['Almaty', 'Алматы', 'Алматы'], {
    ru: ['Алматы'],
    kk: ['Алматы'],
    en: ['Almaty'],
  }),
  kazakh(
    'city',
    '790000000',
    '20242100',
    ['Shymkent', 'Шымкент', 'Шымкент'],
    { ru: ['Шымкент'], kk: ['Шымкент'], en: ['Shymkent'] },
    {
      validFrom: SINCE_2018,
      predecessors: ['510000000'],
      note: 'Part of the South Kazakhstan Region (511010000) until 2018.',
    },
  ),
];

const UZBEKISTAN: readonly Region[] = [
  country(
    'UZB',
    'Uzbekistan',
    'Республика Узбекистан',
    'Өзбекстан',
    { soato: '1700' },
    {
      ru: ['Узбекистан'],
      en: ['Republic of Uzbekistan'],
    },
  ),
  neighbour('UZB', 'oblast', '1703', 'Andijan Region', 'Андижанская область', { en: ['Andizhan'] }),
  neighbour('UZB', 'oblast', '1706', 'Bukhara Region', 'Бухарская область', { en: ['Buxoro', 'Bukhoro'] }),
  neighbour('UZB', 'oblast', '1708', 'Jizzakh Region', 'Джизакская область', { en: ['Djizzakh', 'Jizzax'] }),
  neighbour('UZB', 'oblast', '1710', 'Kashkadarya Region', 'Кашкадарьинская область', {
    en: ['Qashqadaryo'],
  }),
  neighbour('UZB', 'oblast', '1712', 'Navoi Region', 'Навоийская область', { en: ['Navoiy'] }),
  neighbour('UZB', 'oblast', '1714', 'Namangan Region', 'Наманганская область'),
  neighbour('UZB', 'oblast', '1718', 'Samarkand Region', 'Самаркандская область', { en: ['Samarqand'] }),
  neighbour('UZB', 'oblast', '1722', 'Surkhandarya Region', 'Сурхандарьинская область', {
    en: ['Surxondaryo', 'Surkhandaryo'],
  }),
  neighbour('UZB', 'oblast', '1724', 'Syrdarya Region', 'Сырдарьинская область', {
    en: ['Sirdaryo', 'Syrdaryo'],
  }),
  neighbour('UZB', 'city', '1726', 'Tashkent', 'Ташкент', { en: ['Toshkent'] }),
  neighbour('UZB', 'oblast', '1727', 'Tashkent Region', 'Ташкентская область', { en: ['Toshkent'] }),
  neighbour('UZB', 'oblast', '1730', 'Fergana Region', 'Ферганская область', { en: ['Ferghana'] }),
  neighbour('UZB', 'oblast', '1733', 'Khorezm Region', 'Хорезмская область', { en: ['Khorazm', 'Xorazm'] }),
  neighbour('UZB', 'oblast', '1735', 'Republic of Karakalpakstan', 'Республика Каракалпакстан', {
    ru: ['Каракалпакстан'],
    en: ['Karakalpakstan'],
  }),
];

const BELARUS: readonly Region[] = [
  country(
    'BLR',
    'Belarus',
    'Республика Беларусь',
    'Беларусь',
    { belstat: '699961' },
    {
      ru: ['Беларусь', 'Белоруссия'],
      en: ['Republic of Belarus'],
    },
  ),
  neighbour('BLR', 'oblast', '919067', 'Brest Region', 'Брестская область'),
  neighbour('BLR', 'oblast', '919068', 'Vitebsk Region', 'Витебская область'),
  neighbour('BLR', 'oblast', '919069', 'Gomel Region', 'Гомельская область'),
  neighbour('BLR', 'oblast', '919070', 'Grodno Region', 'Гродненская область'),
  neighbour('BLR', 'city', '919071', 'Minsk', 'Минск'),
  neighbour('BLR', 'oblast', '919072', 'Minsk Region', 'Минская область'),
  neighbour('BLR', 'oblast', '919073', 'Mogilev Region', 'Могилёвская область'),
];

const COUNTRIES_ONLY: readonly Region[] = [
  country(
    'RUS',
    'Russian Federation',
    'Российская Федерация',
    'Ресей',
    {},
    {
      ru: ['Россия', 'РФ'],
      en: ['Russia'],
    },
  ),
  country(
    'KGZ',
    'Kyrgyzstan',
    'Кыргызстан',
    'Қырғызстан',
    {},
    {
      ru: ['Киргизия', 'Кыргызская Республика'],
      en: ['Kyrgyz Republic'],
    },
  ),
  country('TJK', 'Tajikistan', 'Таджикистан', 'Тәжікстан', {}, { ru: ['Республика Таджикистан'] }),
  country('TKM', 'Turkmenistan', 'Туркменистан', 'Түрікменстан', {}, {}),
  country(
    'AZE',
    'Azerbaijan',
    'Азербайджан',
    'Әзербайжан',
    {},
    {
      ru: ['Азербайджанская Республика'],
      en: ['Republic of Azerbaijan'],
    },
  ),
  country('ARM', 'Armenia', 'Армения', 'Армения', {}, { ru: ['Республика Армения'] }),
  country(
    'MDA',
    'Republic of Moldova',
    'Республика Молдова',
    'Молдова',
    {},
    {
      ru: ['Молдова'],
      en: ['Moldova'],
    },
  ),
  country('GEO', 'Georgia', 'Грузия', 'Грузия', {}, {}),
  country('UKR', 'Ukraine', 'Украина', 'Украина', {}, {}),
];

/** Countries before their regions. */
export const REGIONS: readonly Region[] = [...KAZAKHSTAN, ...UZBEKISTAN, ...BELARUS, ...COUNTRIES_ONLY];
