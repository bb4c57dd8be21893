import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CountryFigures } from '../../../src/model/facts.ts';
import { assertConserved } from '../../../src/model/stage.ts';
import type { Edition } from '../../../src/model/survey.ts';
import { membersOf } from '../../../src/reference/editions.ts';
import { sameFigures } from '../../../src/stages/normalise/edition-rows.ts';
import {
  codesOf,
  contextWith,
  type Fields,
  KAZ_2018,
  layoutOf,
  normaliseRecords,
} from '../../support/survey-records.ts';

const KAZ = ['KAZ'];

function row(edition: Edition, name: string, fields: Fields = {}): Fields {
  return { ...KAZ_2018, egdiRank: '1', edition: String(edition), name, ...fields };
}

const zeros: Fields = {
  egdiRank: '',
  EGDI: '0.00000',
  EPI: '0.00000',
  OSI: '0.00000',
  HCI: '0.00000',
  TII: '0.00000',
};

function figuresOf(rows: readonly Fields[], edition: Edition, iso3: string): CountryFigures['figures'] {
  const result = normaliseRecords(rows, contextWith({ [edition]: [iso3] }));
  const country = result.editions[0]?.countries.get(iso3);
  if (!country) throw new Error(codesOf(result.issues).join());
  return country.figures;
}

describe('a row of a state that was no member', () => {
  const members = contextWith({ 2005: ['SRB'] });

  it('is excluded by declaration, with zeros and no rank', () => {
    const result = normaliseRecords([row(2005, 'Montenegro', zeros), row(2005, 'Serbia')], members);
    expect(codesOf(result.issues)).toEqual(['not-a-member']);
    expect(result.issues[0]).toMatchObject({ severity: 'info', iso3: 'MNE', cell: { row: 2, column: 2 } });
    expect([...(result.editions[0]?.countries.keys() ?? [])]).toEqual(['SRB']);
    expect(result.counts).toMatchObject([{ in: 2, out: 1, excluded: 1, quarantined: 0, merged: 0 }]);
  });

  it.each<[string, Fields]>([
    ['a figure', { ...zeros, TII: '0.01' }],
    ['a rank', { ...zeros, egdiRank: '191' }],
  ])('is refused with %s: nothing is dropped in silence', (_what, fields) => {
    const result = normaliseRecords([row(2005, 'Montenegro', fields), row(2005, 'Serbia')], members);
    expect(codesOf(result.issues)).toEqual(['non-member-with-figures']);
    expect([...result.refusedEditions]).toEqual([2005]);
    expect(result.editions).toEqual([]);
    expect(result.quarantined).toHaveLength(1);
  });

  it('is data from the edition on in which it is a member', () => {
    expect(figuresOf([row(2008, 'Montenegro')], 2008, 'MNE').EGDI?.status).toBe('observed');
  });
});

describe('a printed zero gets the status that its edition gives it (methodology P.8), and keeps its text', () => {
  const cases = [
    [2003, 'EGDI', 'not_assessed'],
    [2012, 'EGDI', 'not_assessed'],
    [2014, 'EGDI', 'observed'],
    [2003, 'OSI', 'observed'],
    [2010, 'OSI', 'observed'],
    [2012, 'OSI', 'observed'],
    [2003, 'HCI', 'not_available'],
    [2010, 'HCI', 'not_available'],
    [2012, 'HCI', 'observed'],
    [2024, 'HCI', 'observed'],
    [2005, 'TII', 'not_available'],
    [2010, 'TII', 'not_available'],
    [2012, 'TII', 'observed'],
    [2003, 'EPI', 'observed'],
    [2024, 'EPI', 'observed'],
  ] as const;

  it.each(cases)('%i %s: %s', (edition, indexCode, status) => {
    const found = figuresOf([row(edition, 'Kazakhstan', { [indexCode]: '0.00000' })], edition, 'KAZ')[
      indexCode
    ];
    expect(found).toMatchObject({ status, text: '0.00000' });
    if (status === 'observed') expect(found?.value?.num).toBe(0n);
    else expect(found?.value).toBeNull();
  });

  it('is an observed zero, and said to be so, where the zero rule is unknown', () => {
    const context = contextWith({ 2018: KAZ }, { methodOf: () => undefined });
    const result = normaliseRecords([row(2018, 'Kazakhstan', { HCI: '0', EPI: '0' })], context);
    expect(codesOf(result.issues)).toEqual(['zero-rule-unknown']);
    expect(result.issues[0]?.message).toMatch(/^2 printed zeros/);
    expect(result.editions[0]?.countries.get('KAZ')?.figures.HCI?.status).toBe('observed');
  });
});

describe('a blank score', () => {
  it('says the same as a zero where zero means missing', () => {
    const blank = figuresOf([row(2010, 'Kazakhstan', { HCI: '' })], 2010, 'KAZ').HCI;
    expect(blank).toMatchObject({ status: 'not_available', value: null, text: null });
  });

  it('is refused where every member has one: missing is not zero', () => {
    const result = normaliseRecords([row(2018, 'Kazakhstan', { HCI: '' })], contextWith({ 2018: KAZ }));
    expect(codesOf(result.issues)).toEqual(['value-missing']);
    expect(result.issues[0]).toMatchObject({ iso3: 'KAZ', indexCode: 'HCI', cell: { row: 2, column: 7 } });
    expect([...result.refusedEditions]).toEqual([2018]);
  });
});

describe('the rank of a member', () => {
  it('is null when it is not assessed, whatever shared last rank is printed; the print stays', () => {
    const result = normaliseRecords(
      [row(2003, 'Kazakhstan', { EGDI: '0.00000', egdiRank: '174' })],
      contextWith({ 2003: membersOf(2003) }),
    );
    expect(result.editions[0]?.countries.get('KAZ')?.egdiRank).toMatchObject({ value: null, text: '174' });
  });

  it.each<[string, string, string]>([
    ['missing', '', 'rank-missing'],
    ['above the number of members', '2', 'rank-out-of-range'],
  ])('is refused when %s', (_what, egdiRank, code) => {
    const result = normaliseRecords([row(2018, 'Kazakhstan', { egdiRank })], contextWith({ 2018: KAZ }));
    expect(codesOf(result.issues)).toEqual([code]);
    expect(result.issues[0]?.cell).toEqual({ row: 2, column: 3 });
  });
});

describe('a row twice', () => {
  const context = contextWith({ 2018: ['KAZ', 'KGZ'] });
  const ranked = (fields: Fields = {}) => row(2018, 'Kazakhstan', { egdiRank: '1', ...fields });

  it('is merged when the figures are equal, whatever their print', () => {
    const again = ranked({ EGDI: '0.7597', name: 'Kazakhstan', egdiRank: '1.0' });
    const result = normaliseRecords([ranked(), again, ranked()], context);
    expect(codesOf(result.issues)).toEqual(['row-duplicate', 'row-duplicate']);
    expect(result.counts).toMatchObject([{ in: 3, out: 1, merged: 2, quarantined: 0 }]);
  });

  it.each<[string, Fields]>([
    ['one figure', { HCI: '0.83881' }],
    ['the rank', { egdiRank: '2' }],
  ])('with another value in %s refuses the edition and holds both back', (_what, fields) => {
    const result = normaliseRecords([ranked(), ranked(fields)], context);
    expect(codesOf(result.issues)).toEqual(['row-conflict']);
    expect(result.issues[0]?.hint).toContain('2');
    expect(result.quarantined.map(({ raw }) => raw.row)).toEqual([2, 3]);
    expect(result.editions).toEqual([]);
    expect([...result.refusedEditions]).toEqual([2018]);
  });

  it('in two spellings is one country twice', () => {
    const rows = [ranked({ name: 'Republic of Korea' }), ranked({ name: 'Korea, South' })];
    const result = normaliseRecords(rows, contextWith({ 2018: ['KOR'] }));
    expect(codesOf(result.issues)).toEqual(['row-duplicate']);
  });
});

describe('the country of a row', () => {
  it('is read from a damaged name when the damage can be undone, with a warning', () => {
    const result = normaliseRecords(
      [row(2018, 'TÃ¼rkiye', { egdiRank: '1' })],
      contextWith({ 2018: ['TUR'] }),
    );
    expect(codesOf(result.issues)).toEqual(['name-mojibake']);
    expect(result.issues[0]).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('Türkiye'),
    });
    expect([...(result.editions[0]?.countries.keys() ?? [])]).toEqual(['TUR']);
  });

  it('is refused under a name that is not declared, with what was probably meant', () => {
    const result = normaliseRecords([row(2018, 'Kazakstan')], contextWith({ 2018: KAZ }));
    expect(codesOf(result.issues)).toEqual(['name-unknown']);
    expect(result.issues[0]).toMatchObject({
      cell: { row: 2, column: 2 },
      hint: expect.stringContaining('Kazakhstan'),
    });
    expect(result.editions).toEqual([]);
  });

  it('is refused for a territory outside the Survey, with a word on it', () => {
    const result = normaliseRecords([row(2018, 'Kosovo')], contextWith({ 2018: KAZ }));
    expect(codesOf(result.issues)).toEqual(['name-unknown']);
    expect(result.issues[0]?.message).toContain('no unit of the Survey');
  });

  const bahamas = (iso3: string, name = 'Bahamas') =>
    normaliseRecords([row(2018, name, { egdiRank: '1', iso3 })], contextWith({ 2018: ['BHS', 'BIH'] }), {
      layout: layoutOf('egovkb-with-code'),
    });

  it('is that of its name where the code BHM is known to be wrong, with a warning', () => {
    const result = bahamas('BHM');
    expect(codesOf(result.issues)).toEqual(['code-declared-wrong']);
    expect(result.issues[0]?.severity).toBe('warning');
    expect([...(result.editions[0]?.countries.keys() ?? [])]).toEqual(['BHS']);
  });

  it.each([
    ['BHS', 'Bahamas', []],
    ['BIH', 'Bahamas', ['code-name-mismatch']],
    ['BHM', 'Bosnia and Herzegovina', ['code-name-mismatch']],
    ['XYZ', 'Bahamas', ['code-unknown']],
    ['HKG', 'Bahamas', ['code-unknown']],
  ])('checks the code %s beside the name %s', (code, name, codes) => {
    expect(codesOf(bahamas(code, name).issues)).toEqual(codes);
  });
});

describe('the edition of a file', () => {
  const context = contextWith({ 2018: KAZ, 2020: KAZ });
  const rows = [row(2018, 'Kazakhstan', { egdiRank: '1' })];
  const { edition: _none, ...unnamed } = { ...rows[0], iso3: 'KAZ' };
  const unu = layoutOf('unu-egov');

  it.each(['the file name', '--edition'] as const)('is refused when %s and rows disagree', (by) => {
    const result = normaliseRecords(rows, context, { namedEdition: { edition: 2020, by } });
    expect(codesOf(result.issues)).toEqual(['edition-mismatch']);
    expect(result.issues[0]?.message).toContain(`${by} says 2020, the rows say 2018`);
    expect(result.quarantined).toHaveLength(1);
    expect(result.editions).toEqual([]);
  });

  it('may be one of several when only the file name gives one', () => {
    const several = [...rows, row(2020, 'Kazakhstan', { egdiRank: '1' })];
    const byName = normaliseRecords(several, context, {
      namedEdition: { edition: 2020, by: 'the file name' },
    });
    expect(byName.editions.map(({ edition }) => edition)).toEqual([2018, 2020]);
    const byParameter = normaliseRecords(several, context, {
      namedEdition: { edition: 2020, by: '--edition' },
    });
    expect(byParameter.editions.map(({ edition }) => edition)).toEqual([2020]);
    expect(codesOf(byParameter.issues)).toEqual(['edition-mismatch']);
  });

  it('is taken from the name of a file whose rows do not say it', () => {
    const named = normaliseRecords([unnamed], context, {
      layout: unu,
      namedEdition: { edition: 2018, by: 'the file name' },
    });
    expect(named.editions.map(({ edition }) => edition)).toEqual([2018]);
  });

  it('is refused when nothing gives it', () => {
    const result = normaliseRecords([unnamed], context, { layout: unu });
    expect(codesOf(result.issues)).toEqual(['edition-missing']);
    expect(result.quarantined).toHaveLength(1);
  });

  it('is refused when it is not declared, once for all its rows', () => {
    const result = normaliseRecords([row(2026, 'Kazakhstan'), row(2026, 'Kyrgyzstan')], context);
    expect(codesOf(result.issues)).toEqual(['edition-unknown']);
    expect(result.issues[0]).toMatchObject({ edition: 2026, hint: expect.stringContaining('2018, 2020') });
    expect(result.quarantined).toHaveLength(2);
    expect([...result.refusedEditions]).toEqual([2026]);
  });
});

describe('a figure above 1', () => {
  const declared = {
    edition: 2003,
    iso3: 'FSM',
    indexCode: 'HCI' as const,
    value: '1.422',
    reason: 'the source’s own',
  };
  const context = contextWith({ 2003: ['FSM'] }, { anomalies: [declared] });
  const micronesia = (HCI: string) =>
    normaliseRecords([row(2003, 'Micronesia (Federated States of)', { HCI, egdiRank: '1' })], context);

  it('is kept with a warning where it is declared', () => {
    const result = micronesia('1.42200');
    expect(codesOf(result.issues)).toEqual(['range-anomaly']);
    expect(result.editions[0]?.countries.get('FSM')?.figures.HCI?.text).toBe('1.42200');
  });

  it.each(['1.41200', '1.42201', '1.50000'])(
    'is refused as another figure than the declared one: %s',
    (HCI) => {
      const result = micronesia(HCI);
      expect(codesOf(result.issues)).toEqual(['anomaly-obsolete']);
      expect(result.editions).toEqual([]);
    },
  );

  it('ends its declaration when the source was corrected to a figure in range', () => {
    expect(codesOf(micronesia('0.94200').issues)).toContain('anomaly-obsolete');
  });

  it('is refused where nothing is declared', () => {
    const result = normaliseRecords([row(2018, 'Kazakhstan', { HCI: '1.1' })], contextWith({ 2018: KAZ }));
    expect(codesOf(result.issues)).toContain('score-out-of-range');
  });
});

describe('completeness', () => {
  const context = contextWith({ 2018: ['KAZ', 'KGZ'] });
  const rows = [row(2018, 'Kazakhstan', { egdiRank: '1' }), row(2018, 'Kyrgyzstan', { egdiRank: '2' })];

  it('is having a row for every member', () => {
    expect(normaliseRecords(rows, context).editions[0]?.complete).toBe(true);
    expect(normaliseRecords(rows.slice(1), context).editions[0]?.complete).toBe(false);
  });

  it('is lost by an edition of which validation held back a row', () => {
    const result = normaliseRecords(rows, context, { damagedEditions: new Set([2018]) });
    expect(result.editions).toEqual([]);
    expect([...result.refusedEditions]).toEqual([2018]);
  });
});

describe('whatever the rows', () => {
  const anyRow = fc.record({
    edition: fc.constantFrom('2005', '2018', '2026'),
    name: fc.constantFrom('Kazakhstan', 'Serbia ', 'Montenegro', 'Atlantis', 'TÃ¼rkiye', 'Kosovo'),
    egdiRank: fc.constantFrom('', '1', '2', '99'),
    EGDI: fc.constantFrom('0.00000', '0.5', '', '1.5'),
    HCI: fc.constantFrom('0.00000', '0.5', ''),
  });
  const context = contextWith({ 2005: ['KAZ', 'SRB'], 2018: ['KAZ', 'TUR', 'MNE'] });

  it('every record is conserved: out, quarantined, excluded or merged', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 12 }), (rows) => {
        const result = normaliseRecords(
          rows.map((fields) => ({ ...KAZ_2018, ...fields })),
          context,
        );
        result.counts.forEach(assertConserved);
        expect(result.counts.reduce((sum, count) => sum + count.in, 0)).toBe(rows.length);
        const held = result.counts.reduce((sum, count) => sum + count.quarantined, 0);
        expect(result.quarantined).toHaveLength(held);
        for (const { issues } of result.quarantined) expect(issues.length).toBeGreaterThan(0);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('every issue says which file it is about', () => {
    const result = normaliseRecords([row(2018, 'Atlantis'), row(2026, 'Kazakhstan')], context);
    for (const found of result.issues) expect(found).toMatchObject({ file: 'a.csv', sha256: 'a'.repeat(64) });
  });
});

it('sameFigures compares values and statuses, not prints', () => {
  const of = (fields: Fields) => {
    const found = normaliseRecords(
      [row(2010, 'Kazakhstan', { egdiRank: '1', ...fields })],
      contextWith({ 2010: KAZ }),
    );
    const country = found.editions[0]?.countries.get('KAZ');
    if (!country) throw new Error(codesOf(found.issues).join());
    return country;
  };
  expect(sameFigures(of({ HCI: '0.5' }), of({ HCI: '0.50000' }))).toBe(true);
  expect(sameFigures(of({ HCI: '' }), of({ HCI: '0.00000' }))).toBe(true);
  expect(sameFigures(of({ HCI: '0.5' }), of({ HCI: '0' }))).toBe(false);
});
