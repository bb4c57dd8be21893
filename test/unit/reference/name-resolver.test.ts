import { describe, expect, it } from 'vitest';
import { COUNTRY_ALIASES, NOT_SURVEY_UNITS } from '../../../pipelines/un-survey/aliases.ts';
import { cleanName, createNameResolver, repairMojibake } from '../../../src/reference/name-resolver.ts';

const resolver = createNameResolver(COUNTRY_ALIASES, NOT_SURVEY_UNITS);
const iso3Of = (name: string, edition = 2018) => {
  const found = resolver.resolve(name, edition);
  return found.kind === 'known' ? found.iso3 : found.kind;
};

/** survey-data §8.1: every variant seen in a file. */
const SEEN = `Bahamas, The=BHS|Bolivia (Plurinational State of)=BOL|Brunei=BRN|Cote d'Ivoire=CIV|Cote dIvoire=CIV
CÃ´te d'Ivoire=CIV|Ivory Coast=CIV|Congo, Dem. Rep.=COD|Congo, Democratic Republic=COD|Congo, Rep.=COG|Cape Verde=CPV
Czechia=CZE|Dominican republic=DOM|Egypt, Arab Rep.=EGY|Micronesia=FSM|Micronesia, Fed. Sts.=FSM|Great Britain=GBR
United Kingdom=GBR|Georgia=GEO|Gambia, The=GMB|Iran=IRN|Iran, Islamic Rep.=IRN|Kyrgyz Republic=KGZ
St. Kitts and Nevis=KNA|Korea, Rep.=KOR|Korea, South=KOR|South Korea=KOR|Lao PDR=LAO|Laos=LAO|St. Lucia=LCA
Lichtenstein=LIE|Moldova=MDA|Macedonia=MKD|Macedonia, FYR=MKD|The former Yugoslav Republic of Macedonia=MKD
The Netherlands=NLD|Korea, Dem. People's Rep.=PRK|Korea, North=PRK|North Korea=PRK|Russia=RUS|Slovak Republic=SVK
Swaziland=SWZ|Syria=SYR|East Timor=TLS|Turkey=TUR|Turkiye=TUR|TÃ¼rkiye=TUR|Tanzania=TZA|USA=USA|United States=USA
St. Vincent and the Grenadines=VCT|Venezuela, RB=VEN|Vietnam=VNM|Yemen, Rep.=YEM|South African Republic=ZAF`;

/** §8.2: names of the printed reports. */
const PRINTED = `Libyan Arab Jamahiriya=LBY|Venezuela (Bolivarian Republic of)=VEN|Bolivia (Plurinational State of)=BOL
Burma=MMR|Swaziland=SWZ|The Republic of North Macedonia=MKD|Kingdom of the Netherlands=NLD`;

/** §8.3: what substring or fuzzy matching confuses. */
const CONFUSABLE = `Congo=COG|Democratic Republic of the Congo=COD|Republic of Korea=KOR
Democratic People's Republic of Korea=PRK|Georgia (Country)=GEO|North Macedonia=MKD|Dominica=DMA|Dominican Republic=DOM
Guinea=GIN|Guinea-Bissau=GNB|Equatorial Guinea=GNQ|Papua New Guinea=PNG|Niger=NER|Nigeria=NGA|Austria=AUT|Australia=AUS
Sudan=SDN|South Sudan=SSD|Slovakia=SVK|Slovenia=SVN|Mali=MLI|Malawi=MWI|Malta=MLT|Iran (Islamic Republic of)=IRN
Iraq=IRQ|Ireland=IRL|Iceland=ISL|Mauritania=MRT|Mauritius=MUS|Samoa=WSM|San Marino=SMR|Zambia=ZMB|Gambia=GMB`;

const pairs = (list: string) => list.split(/[|\n]/).map((pair) => pair.split('=') as [string, string]);

describe('a name', () => {
  it('variants of survey-data §8.1 are 55', () => {
    expect(pairs(SEEN)).toHaveLength(55);
  });

  it.each([...pairs(SEEN), ...pairs(PRINTED), ...pairs(CONFUSABLE)])('%s is %s', (name, iso3) => {
    expect(iso3Of(name)).toBe(iso3);
  });

  it.each([' Iraq', 'Iraq ', 'Iraq\u00a0', '\tIraq', 'Dominican  Republic '])(
    'is known with spaces around: %j',
    (name) => {
      expect(['IRQ', 'DOM']).toContain(iso3Of(name));
    },
  );

  it('is known in either Unicode form and with either apostrophe', () => {
    for (const name of ["Côte d'Ivoire", 'Côte d’Ivoire', "Co\u0302te d'Ivoire", 'Cote d’Ivoire'])
      expect(iso3Of(name)).toBe('CIV');
    expect(iso3Of('Tu\u0308rkiye')).toBe('TUR');
  });

  it('of Serbia and Montenegro is SRB while that state was assessed', () => {
    expect([2003, 2004, 2005, 2008, 2018].map((edition) => iso3Of('Serbia and Montenegro', edition))).toEqual(
      ['SRB', 'SRB', 'SRB', 'unknown', 'unknown'],
    );
  });
});

describe('a name that is not declared stays unknown', () => {
  it.each([
    ...[
      'Korea',
      'Guinea Bissau',
      'Nigera',
      'Austrai',
      'Slovakai',
      'Dominic',
      'Congo-Brazzaville',
      'Sudan, South',
    ],
    ...[
      'KAZAKHSTAN',
      'kazakhstan',
      'Kazakstan',
      'Kazakhstan*',
      'Republic of Kazakhstan',
      'Georgia (US state)',
    ],
    ...[
      '',
      ' ',
      'World',
      'Asia',
      '__proto__',
      'constructor',
      'toString',
      'KAZ',
      'United',
      'Guinea Equatorial',
    ],
  ])('%j', (name) => {
    expect(resolver.resolve(name, 2018).kind).toBe('unknown');
  });

  it('however near it is to a declared one: one letter off is never a match', () => {
    const known = new Set(COUNTRY_ALIASES.map(({ name }) => name));
    for (const { name } of COUNTRY_ALIASES) {
      for (const near of [
        `${name}s`,
        name.slice(0, -1),
        name.slice(1),
        `${name.slice(0, -1)}x`,
        name.toUpperCase(),
      ]) {
        if (known.has(near) || known.has(cleanName(near))) continue;
        expect([near, resolver.resolve(near, 2018).kind]).toEqual([near, 'unknown']);
      }
    }
  });

  it('with suggestions for a human, nearest first and at most three', () => {
    expect(resolver.resolve('Kazakstan', 2018)).toEqual({ kind: 'unknown', suggestions: ['Kazakhstan'] });
    const found = resolver.resolve('Slovania', 2018);
    expect(found).toMatchObject({ suggestions: expect.arrayContaining(['Slovenia', 'Slovakia']) });
    expect(found.kind === 'unknown' && found.suggestions.length).toBeLessThanOrEqual(3);
    expect(resolver.resolve('Xyzzyx', 2018)).toEqual({ kind: 'unknown', suggestions: [] });
  });
});

describe('a territory outside the Survey', () => {
  it.each(['Hong Kong', 'Macao', 'Taiwan', 'Kosovo', 'Palestine'])(
    '%s is no unit, and the note says so',
    (name) => {
      const found = resolver.resolve(name, 2018);
      expect(found.kind).toBe('not-a-unit');
      expect(found.kind === 'not-a-unit' && found.note.length).toBeGreaterThan(10);
    },
  );
});

describe('the look-up', () => {
  it('refuses one spelling for two countries, however it is spaced', () => {
    const alias = (name: string, iso3: string) => ({ name, iso3, evidence: 'seen' as const });
    expect(() => createNameResolver([alias('Congo', 'COG'), alias(' Congo', 'COD')], [])).toThrow(RangeError);
    expect(() => createNameResolver([alias('Congo', 'COG'), alias('Congo', 'COG')], [])).not.toThrow();
  });
});

describe('damaged encoding', () => {
  it.each([
    ['TÃ¼rkiye', 'Türkiye'],
    ["CÃ´te d'Ivoire", "Côte d'Ivoire"],
    ['SÃ£o TomÃ©', 'São Tomé'],
    ['Türkiye', 'Türkiye'],
    ["Côte d'Ivoire", "Côte d'Ivoire"],
    ['Казахстан', 'Казахстан'],
    ['Kazakhstan', 'Kazakhstan'],
  ])('%s reads %s', (text, repaired) => {
    expect(repairMojibake(text)).toBe(repaired);
  });

  it('is told when it is repaired, and only then', () => {
    expect(resolver.resolve('TÃ¼rkiye', 2018)).toEqual({
      kind: 'known',
      iso3: 'TUR',
      repairedFrom: 'Türkiye',
    });
    expect(resolver.resolve('Türkiye', 2018)).toEqual({ kind: 'known', iso3: 'TUR' });
  });
});
