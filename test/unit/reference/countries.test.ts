import { describe, expect, it } from 'vitest';
import { COUNTRIES, findCountry, isMemberOn, isWithin } from '../../../src/reference/countries.ts';

const names = (key: 'nameRu' | 'nameKk') => COUNTRIES.map((country) => country[key]);

describe('the countries', () => {
  it('are the 193 member states, in code order', () => {
    expect(COUNTRIES).toHaveLength(193);
    expect(COUNTRIES.map((c) => c.iso3)).toEqual(COUNTRIES.map((c) => c.iso3).toSorted());
  });

  it.each(['iso3', 'iso2', 'm49', 'nameEn', 'surveyLabel', 'nameRu', 'nameKk'] as const)(
    'have a unique %s',
    (key) => {
      expect(new Set(COUNTRIES.map((country) => country[key])).size).toBe(193);
    },
  );

  it('have well-formed codes', () => {
    for (const country of COUNTRIES) {
      expect(country.iso3).toMatch(/^[A-Z]{3}$/);
      expect(country.iso2).toMatch(/^[A-Z]{2}$/);
      expect(country.m49).toMatch(/^\d{3}$/);
    }
  });

  it('lie in the five M49 regions as 54, 35, 47, 43 and 14', () => {
    const counts = new Map<string, number>();
    for (const { unRegion } of COUNTRIES) counts.set(unRegion, (counts.get(unRegion) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      AFRICA: 54,
      AMERICAS: 35,
      ASIA: 47,
      EUROPE: 43,
      OCEANIA: 14,
    });
  });

  it('have sub-regions that nest in their regions', () => {
    for (const { unRegion, unSubregion } of COUNTRIES)
      expect(unSubregion).toMatch(new RegExp(`^${unRegion}:[A-Z_]+$`));
  });

  it('have Russian and Kazakh names in Cyrillic, with no Latin look-alikes', () => {
    for (const name of [...names('nameRu'), ...names('nameKk')])
      expect(name).toMatch(/^[\p{Script=Cyrillic} ()’—-]+$/u);
  });

  it('have Kazakh letters in Kazakh names only', () => {
    const kazakhLetter = /[әғқңөұүһі]/i;
    expect(names('nameKk').filter((name) => kazakhLetter.test(name)).length).toBeGreaterThan(30);
    expect(names('nameRu').filter((name) => kazakhLetter.test(name))).toEqual([]);
  });

  it.each([
    ['KAZ', 'KZ', '398', 'Казахстан', 'Қазақстан'],
    ['KGZ', 'KG', '417', 'Киргизия', 'Қырғызстан'],
    ['UZB', 'UZ', '860', 'Узбекистан', 'Өзбекстан'],
    ['TJK', 'TJ', '762', 'Таджикистан', 'Тәжікстан'],
    ['TKM', 'TM', '795', 'Туркменистан', 'Түрікменстан'],
    ['RUS', 'RU', '643', 'Россия', 'Ресей'],
    ['TUR', 'TR', '792', 'Турция', 'Түркия'],
    ['CHN', 'CN', '156', 'Китай', 'Қытай'],
    ['AZE', 'AZ', '031', 'Азербайджан', 'Әзірбайжан'],
    ['AFG', 'AF', '004', 'Афганистан', 'Ауғанстан'],
    ['GBR', 'GB', '826', 'Великобритания', 'Ұлыбритания'],
    ['COD', 'CD', '180', 'Конго (ДРК)', 'Конго Демократиялық Республикасы'],
  ])('know %s', (iso3, iso2, m49, nameRu, nameKk) => {
    expect(findCountry(iso3)).toMatchObject({ iso2, m49, nameRu, nameKk });
  });

  it('are found by their exact code only', () => {
    expect(findCountry('KAZ')?.nameEn).toBe('Kazakhstan');
    expect(findCountry('kaz')).toBeUndefined();
    expect(findCountry('BHM')).toBeUndefined();
    expect(findCountry('SCG')).toBeUndefined();
  });

  it('keep the literal label of Georgia beside its plain name', () => {
    expect(findCountry('GEO')).toMatchObject({ nameEn: 'Georgia', surveyLabel: 'Georgia (Country)' });
    expect(COUNTRIES.filter((country) => country.nameEn !== country.surveyLabel)).toHaveLength(1);
  });

  it('say that Serbia before 2006 is Serbia and Montenegro', () => {
    expect(findCountry('SRB')?.note).toMatch(/Serbia and Montenegro .*SCG/);
    expect(findCountry('KAZ')).not.toHaveProperty('note');
  });
});

describe('membership', () => {
  it('begins on the day of admission', () => {
    const montenegro = findCountry('MNE');
    if (montenegro === undefined) throw new Error('no MNE');
    expect(isMemberOn(montenegro, '2006-06-27')).toBe(false);
    expect(isMemberOn(montenegro, '2006-06-28')).toBe(true);
  });

  it('is dated within the editions for Montenegro and South Sudan only', () => {
    const dated = COUNTRIES.filter((country) => country.memberFrom !== null || country.memberTo !== null);
    expect(dated.map(({ iso3, memberFrom, memberTo }) => [iso3, memberFrom, memberTo])).toEqual([
      ['MNE', '2006-06-28', null],
      ['SSD', '2011-07-14', null],
    ]);
  });

  it('counts the first day and not the day it ended', () => {
    expect(isWithin('2020-01-30', null, '2020-01-31')).toBe(true);
    expect(isWithin('2020-01-31', null, '2020-01-31')).toBe(false);
    expect(isWithin('2004-05-01', '2004-05-01', null)).toBe(true);
    expect(isWithin('2004-04-30', '2004-05-01', null)).toBe(false);
  });
});
