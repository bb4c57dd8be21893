import { describe, expect, test } from 'vitest';
import { EgdiError } from '../../../src/model/error.ts';
import { askedCountry } from '../../../src/reference/country-query.ts';

const NAMES = {
  aliases: [
    { name: 'Swaziland', iso3: 'SWZ', evidence: 'seen' },
    { name: 'Serbia and Montenegro', iso3: 'SRB', evidence: 'seen', editions: [2003, 2004, 2005] },
  ],
  notSurveyUnits: [{ name: 'Kosovo', note: 'not a member' }],
} as const;

function refusal(asked: string, edition = 2018): EgdiError {
  try {
    askedCountry(asked, edition, NAMES);
  } catch (error) {
    if (error instanceof EgdiError) return error;
  }
  throw new Error(`${asked} was understood`);
}

describe('askedCountry', () => {
  test.each([
    ['KAZ', 'KAZ'],
    ['kaz', 'KAZ'],
    ['KZ', 'KAZ'],
    [' Kazakhstan ', 'KAZ'],
    ['казахстан', 'KAZ'],
    ['cote d’ivoire', 'CIV'],
    ['CÔTE D\u0027IVOIRE', 'CIV'],
    ['turkiye', 'TUR'],
    ['Niger', 'NER'],
    ['swaziland', 'SWZ'],
    ['Georgia', 'GEO'],
  ])('%j means %s', (asked, iso3) => {
    expect(askedCountry(asked, 2018, NAMES)).toBe(iso3);
  });

  test('a name of some editions means the country in these only', () => {
    expect(askedCountry('Serbia and Montenegro', 2004, NAMES)).toBe('SRB');
    expect(refusal('Serbia and Montenegro').code).toBe('country-unknown');
  });

  test.each([
    ['KZA', 'did you mean KAZ (Kazakhstan)?'],
    ['KAZZ', 'did you mean KAZ (Kazakhstan)?'],
    ['Kazakstan', 'did you mean KAZ (Kazakhstan)?'],
  ])('%j is refused: %s', (asked, hint) => {
    expect(refusal(asked)).toMatchObject({ exitCode: 2, hint });
  });

  test('a territory that the Survey does not cover is named as such', () => {
    expect(refusal('kosovo').message).toContain('does not cover “Kosovo”');
  });
});
