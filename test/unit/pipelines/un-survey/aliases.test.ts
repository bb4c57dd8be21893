import { describe, expect, it } from 'vitest';
import { COUNTRY_ALIASES, NOT_SURVEY_UNITS } from '../../../../pipelines/un-survey/aliases.ts';
import { COUNTRIES, findCountry } from '../../../../src/reference/countries.ts';
import { createNameResolver } from '../../../../src/reference/name-resolver.ts';

const resolver = createNameResolver(COUNTRY_ALIASES, NOT_SURVEY_UNITS);

describe('B8 the spellings of country names', () => {
  it('are unique, trimmed and stand for countries of the Survey', () => {
    expect(new Set(COUNTRY_ALIASES.map((alias) => alias.name)).size).toBe(COUNTRY_ALIASES.length);
    for (const { name, iso3 } of COUNTRY_ALIASES) {
      expect(name).toBe(name.trim());
      expect(findCountry(iso3), iso3).toBeDefined();
    }
    expect(COUNTRY_ALIASES).toHaveLength(193 + 53 + 6);
  });

  it('include the current label of every country, and its plain English name', () => {
    for (const { iso3, surveyLabel, nameEn } of COUNTRIES) {
      expect(resolver.resolve(`${surveyLabel} `, 2024)).toEqual({ kind: 'known', iso3 });
      expect(resolver.resolve(nameEn, 2003)).toEqual({ kind: 'known', iso3 });
    }
  });

  it('hold no mojibake: that is repaired, and the repair is told', () => {
    expect(COUNTRY_ALIASES.filter((alias) => alias.name.includes('Ã'))).toEqual([]);
    expect(resolver.resolve('TÃ¼rkiye', 2022)).toMatchObject({
      kind: 'known',
      iso3: 'TUR',
      repairedFrom: 'Türkiye',
    });
    expect(resolver.resolve("CÃ´te d'Ivoire", 2022)).toMatchObject({ kind: 'known', iso3: 'CIV' });
  });

  it.each([
    ['Congo', 'COG'],
    ['Congo, Dem. Rep.', 'COD'],
    ['Korea, North', 'PRK'],
    ['Korea, South', 'KOR'],
    ['Niger', 'NER'],
    ['Dominica', 'DMA'],
    ['Micronesia', 'FSM'],
    ['Burma', 'MMR'],
  ])('take %s for %s', (name, iso3) => {
    expect(resolver.resolve(name, 2018)).toEqual({ kind: 'known', iso3 });
  });

  it('take Serbia and Montenegro for SRB up to 2005 only', () => {
    expect(resolver.resolve('Serbia and Montenegro', 2005)).toEqual({ kind: 'known', iso3: 'SRB' });
    expect(resolver.resolve('Serbia and Montenegro', 2008).kind).toBe('unknown');
  });

  it('leave a bare Korea unknown', () => {
    expect(resolver.resolve('Korea', 2018).kind).toBe('unknown');
  });

  it('tell a territory outside the Survey from an unknown name', () => {
    for (const { name } of NOT_SURVEY_UNITS) expect(resolver.resolve(name, 2018).kind).toBe('not-a-unit');
    expect(resolver.resolve('Taiwan, China', 2018)).toMatchObject({
      note: expect.stringContaining('Taiwan is not assessed'),
    });
    expect(resolver.resolve('Atlantis', 2018).kind).toBe('unknown');
  });

  it('mark what was not seen in a file', () => {
    expect(
      COUNTRY_ALIASES.filter((alias) => alias.evidence === 'unverified').map((alias) => alias.name),
    ).toEqual([
      'Libyan Arab Jamahiriya',
      'The Republic of North Macedonia',
      'Burma',
      'Kingdom of the Netherlands',
      'Venezuela (Bolivarian Republic of)',
      'Serbia and Montenegro',
    ]);
  });
});
