import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quarterPeriod, yearPeriod } from '../../../src/model/national-period.ts';
import {
  createRegionNames,
  existedIn,
  findRegionByCode,
  firstLevelRegions,
  REGIONS,
  type RegionLanguage,
  regionOf,
} from '../../../src/reference/regions.ts';

const year = (number: number) => yearPeriod(number) as NonNullable<ReturnType<typeof yearPeriod>>;

function codeOf(name: string, languages: readonly RegionLanguage[] = ['ru', 'kk']): string {
  const answer = createRegionNames('KAZ', languages).resolve(name);
  return answer.kind === 'known' ? answer.region.regionCode : answer.kind;
}

describe('the regions of Kazakhstan', () => {
  it('are the country, 17 oblasts and 3 cities today, each with KATO code and Taldau term', () => {
    const today = firstLevelRegions('KAZ', year(2023));
    expect(today.filter(({ kind }) => kind === 'oblast')).toHaveLength(17);
    expect(today.filter(({ kind }) => kind === 'city')).toHaveLength(3);
    for (const region of today) {
      expect(region.codes.kato).toMatch(/^\d{9}$/);
      expect(findRegionByCode('KAZ', 'kato', region.codes.kato ?? '')).toBe(region);
      expect(findRegionByCode('KAZ', 'taldau', region.codes.taldau ?? '')).toBe(region);
    }
    expect(findRegionByCode('KAZ', 'taldau', '741880')?.regionCode).toBe('KAZ');
    expect(findRegionByCode('KAZ', 'kato', '0')?.regionCode).toBe('KAZ');
  });

  it('are counted by the year: 16 before 2018, 17 until 2021, 20 since 2022', () => {
    expect(firstLevelRegions('KAZ', year(2017))).toHaveLength(16);
    expect(firstLevelRegions('KAZ', year(2019))).toHaveLength(17);
    expect(firstLevelRegions('KAZ', year(2021))).toHaveLength(17);
    expect(firstLevelRegions('KAZ', year(2023))).toHaveLength(20);
  });

  it('of 2022 do not exist before their quarter, and know what they were made of', () => {
    const abai = regionOf('KAZ:100000000') as (typeof REGIONS)[number];
    expect(existedIn(abai, year(2021))).toBe(false);
    expect(existedIn(abai, quarterPeriod(2022, 1) as ReturnType<typeof year>)).toBe(false);
    expect(existedIn(abai, quarterPeriod(2022, 2) as ReturnType<typeof year>)).toBe(true);
    expect(abai.predecessors).toEqual(['KAZ:630000000']);
    expect(regionOf('KAZ:630000000')?.territorySince).toBe('2022-06-08');
    expect(existedIn(regionOf('KAZ:510000000') as typeof abai, year(2019))).toBe(false);
  });

  it('have one code each, a parent and predecessors that are there', () => {
    expect(new Set(REGIONS.map(({ regionCode }) => regionCode)).size).toBe(REGIONS.length);
    for (const { iso3, regionCode, parentCode, predecessors, kind } of REGIONS) {
      expect(parentCode).toBe(kind === 'country' ? null : iso3);
      expect(regionCode === iso3).toBe(kind === 'country');
      for (const code of predecessors) expect(regionOf(code)?.iso3).toBe(iso3);
    }
  });

  it('by a code that the classifier does not have are none, and a code is no number', () => {
    expect(findRegionByCode('KAZ', 'kato', '11')?.regionCode).toBe('KAZ:110000000');
    for (const code of ['011', '110', '99', '', '110000001'])
      expect(findRegionByCode('KAZ', 'kato', code)).toBeUndefined();
    expect(findRegionByCode('UZB', 'soato', '1701')).toBeUndefined();
  });
});

describe('a region name', () => {
  it.each([
    ['Ақмола / Акмолинская', 'KAZ:110000000'],
    ['Алматы / Алматинская', 'KAZ:190000000'],
    ['Алматы қаласы/город Алматы1)', 'KAZ:750000000'],
    ['Қазақстан Республикасы / Республика Казахстан', 'KAZ'],
    ['Абай / Абай', 'KAZ:100000000'],
    // Parts that are of different places, or of none.
    ['Ақмола / Актюбинская', 'unknown'],
    ['Ақмола / прочие', 'unknown'],
    ['Ақмола /', 'unknown'],
    ['Алматы / Алматы', 'ambiguous'],
    ['Абай ауданы / Абайский район', 'below'],
  ])('in two languages, %s, is the place that both name: %s', (name, expected) => {
    expect(codeOf(name)).toBe(expected);
  });

  it.each([
    ['Абай', 'KAZ:100000000'],
    ['Область Абай3)', 'KAZ:100000000'],
    ['ОБЛАСТЬ АБАЙ', 'KAZ:100000000'],
    ['Абайская область', 'KAZ:100000000'],
    ['Абай Облысы', 'KAZ:100000000'],
    ['Жетісу', 'KAZ:330000000'],
    ['Жетысу', 'KAZ:330000000'],
    ['Жетисуская область', 'KAZ:330000000'],
    ['Ұлытау', 'KAZ:620000000'],
    ['Улытау', 'KAZ:620000000'],
    ['ОБЛАСТЬ ҰЛЫТАУ', 'KAZ:620000000'],
    ['Улытауская область', 'KAZ:620000000'],
    ['З-Казахстанская', 'KAZ:270000000'],
    ['ЗАПАДНО-КАЗАХСТАНСКАЯ ОБЛАСТЬ', 'KAZ:270000000'],
    ['Западно\u2013 Казахстанская', 'KAZ:270000000'],
    ['г. Астана', 'KAZ:710000000'],
    ['г.Астана', 'KAZ:710000000'],
    ['Г.АСТАНА', 'KAZ:710000000'],
    ['город Нур-Султан', 'KAZ:710000000'],
    ['г.Нур-Султан', 'KAZ:710000000'],
    ['Астана қаласы', 'KAZ:710000000'],
    ['Нұр-Сұлтан қаласы', 'KAZ:710000000'],
    ['Костанайская', 'KAZ:390000000'],
    ['Акмолинская ', 'KAZ:110000000'],
    ['Туркестанская3)', 'KAZ:610000000'],
    ['Туркестанская1)2)', 'KAZ:610000000'],
    ['Шығыс  Қазақстан', 'KAZ:630000000'],
    ['Шығыс\u00a0Қазақстан Облысы', 'KAZ:630000000'],
    ['Южно-Казахстанская', 'KAZ:510000000'],
    ['Республика Казахстан', 'KAZ'],
    ['РЕСПУБЛИКА КАЗАХСТАН', 'KAZ'],
    ['Қазақстан Республикасы', 'KAZ'],
    // Latin letters in Cyrillic words.
    ['Kостанайская oбласть', 'KAZ:390000000'],
  ])('%s is %s', (name, code) => {
    expect(codeOf(name)).toBe(code);
  });

  it('«Алматы» is the oblast in Kazakh, the city in Russian, and refused where the language does not decide', () => {
    expect(codeOf('Алматы', ['kk'])).toBe('KAZ:190000000');
    expect(codeOf('Алматы', ['ru'])).toBe('KAZ:750000000');
    expect(codeOf('Алматы', ['ru', 'kk'])).toBe('ambiguous');
    for (const languages of [['ru'], ['kk'], ['ru', 'kk']] as const) {
      expect(codeOf('Алматы қаласы', ['kk'])).toBe('KAZ:750000000');
      expect(codeOf('г. Алматы', languages)).toBe('KAZ:750000000');
      expect(codeOf('Алматы облысы', ['kk'])).toBe('KAZ:190000000');
    }
    expect(codeOf('Алматинская', ['ru'])).toBe('KAZ:190000000');
  });

  it.each([
    ['Абай Ауданы'],
    ['Абайский район'],
    ['Қазыбек Би Атын.Ауданы'],
    ['Кокшетау г.а.'],
    ['Семей г.а.'],
    ['Ақтөбе Қ.Ә.'],
  ])('%s is of a district and never taken for a region', (name) => {
    expect(codeOf(name)).toBe('below');
  });

  it.each([
    ['Актобе', 'ru'],
    ['Караганда', 'ru'],
    ['Атырау', 'ru'],
    ['Туркестан', 'ru'],
    ['Семей', 'kk'],
    ['', 'ru'],
  ] as const)('%s in a table in %s is unknown: a town is no region', (name, language) => {
    expect(codeOf(name, [language])).toBe('unknown');
  });

  it('is known by every code’s own names, and padding, case and notes change nothing', () => {
    const names = REGIONS.filter(({ iso3 }) => iso3 === 'KAZ').flatMap((region) => [
      { region, language: 'ru' as const, name: region.nameRu ?? '' },
      { region, language: 'kk' as const, name: region.nameKk ?? '' },
      { region, language: 'en' as const, name: region.nameEn },
    ]);
    const kindWord = { ru: 'г. ', kk: '', en: '' };
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.constantFrom('', ' ', '\u00a0', '   '),
        fc.constantFrom('', '1)', '*', ' 2)3)', '**', '³'),
        fc.boolean(),
        ({ region, language, name }, pad, note, upper) => {
          const city = region.kind === 'city';
          const full = city
            ? `${kindWord[language]}${name}${{ ru: '', kk: ' қаласы', en: ' city' }[language]}`
            : name;
          const printed = `${pad}${upper ? full.toUpperCase() : full}${pad}${note}${pad}`.replace(
            / /g,
            pad || ' ',
          );
          expect(codeOf(printed, [language])).toBe(region.regionCode);
        },
      ),
    );
  });

  it('that has one more or one less letter is unknown, with a suggestion', () => {
    const answer = createRegionNames('KAZ', ['ru']).resolve('Костанайскаяя');
    expect(answer).toMatchObject({ kind: 'unknown' });
    expect(answer.kind === 'unknown' && answer.suggestions).toContain('костанайская');
  });
});
