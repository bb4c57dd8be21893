import { describe, expect, it } from 'vitest';
import type { CellFlag } from '../../../src/model/located.ts';
import { compare, rational } from '../../../src/model/rational.ts';
import { recordContract } from '../../../src/sources/contract.ts';
import type { SurveyField } from '../../../src/sources/layout.ts';
import {
  codesOf,
  type Fields,
  KAZ_2018,
  layoutOf,
  surveyRecord,
  validRecord,
} from '../../support/survey-records.ts';

const official = recordContract(layoutOf('egovkb'));
const check = (fields: Fields, row = 7) => official(surveyRecord({ ...KAZ_2018, ...fields }, row));

describe('a record that keeps the contract', () => {
  it('is read field by field, the text as printed', () => {
    const { valid, issues } = check({});
    expect(issues).toEqual([]);
    expect(valid).toMatchObject({ edition: 2018, name: 'Kazakhstan', iso3: null });
    expect(valid?.egdiRank).toEqual({ value: 39, text: '39', column: 3 });
    expect(valid?.scores.TII).toMatchObject({ text: '0.57230', column: 8 });
    expect(compare(valid?.scores.TII?.value ?? rational(0), rational(5723, 10_000))).toBe(0);
  });

  it.each(['136', '136.0', '174.00'])('may print a rank as %s', (text) => {
    const { valid } = check({ egdiRank: text });
    expect(valid?.egdiRank).toMatchObject({ value: Number.parseInt(text, 10), text });
  });

  it.each([null, '', '  '])('may leave a rank or score blank (%j): no value, no text', (blank) => {
    const { valid } = check({ egdiRank: blank, HCI: blank });
    expect(valid?.egdiRank).toEqual({ value: null, text: null, column: 3 });
    expect(valid?.scores.HCI).toEqual({ value: null, text: null, column: 7 });
  });

  it.each(['0', '1', '0.901', '0.90100', '1.00000', '8e-05', '1.422'])('may print a score as %s', (text) => {
    expect(check({ HCI: text }).issues).toEqual([]);
  });

  it('has a printed zero as zero: what it means is decided later', () => {
    expect(check({ HCI: '0.00000' }).valid?.scores.HCI).toMatchObject({
      text: '0.00000',
      value: { num: 0n },
    });
  });

  it.each([
    ['0.6955600000000001', 69_556],
    ['0.05522000000000001', 5522],
    ['0.75969999999999993', 75_970],
  ])('loses the float tail of %s, and says so', (text, size) => {
    const { valid, issues } = check({ HCI: text });
    expect(codesOf(issues)).toEqual(['score-float-noise']);
    expect(issues[0]?.severity).toBe('info');
    expect(compare(valid?.scores.HCI?.value ?? rational(0), rational(size, 100_000))).toBe(0);
    expect(valid?.scores.HCI?.text).toBe(text);
  });

  it.each(['0.7559000000', '0.901000'])(
    'may print more zeros than digits (%s), which is no noise',
    (text) => {
      expect(check({ HCI: text }).issues).toEqual([]);
    },
  );
});

describe('a record that breaks the contract is refused at the cell, with the code of its fault', () => {
  const cases: readonly (readonly [SurveyField, string, string])[] = [
    ['TII', 'n/a', 'score-not-a-number'],
    ['TII', '0.5 7', 'score-not-a-number'],
    ['TII', '.5723', 'score-not-a-number'],
    ['TII', '0,5723', 'score-decimal-comma'],
    ['TII', '-0.1', 'score-out-of-range'],
    ['TII', '100.5', 'score-out-of-range'],
    ['TII', '57.23', 'score-wrong-scale'],
    ['TII', '100', 'score-wrong-scale'],
    ['TII', '2.1', 'score-wrong-scale'],
    ['TII', '0.572345', 'score-excess-decimals'],
    ['TII', '0.57230000001', 'score-excess-decimals'],
    ['TII', '#N/A', 'cell-error-value'],
    ['TII', '#DIV/0!', 'cell-error-value'],
    ['egdiRank', '39.5', 'rank-not-an-integer'],
    ['egdiRank', '39th', 'rank-not-an-integer'],
    ['egdiRank', '0', 'rank-out-of-range'],
    ['egdiRank', '-3', 'rank-out-of-range'],
    ['egdiRank', '251', 'rank-out-of-range'],
    ['edition', '18', 'edition-not-a-number'],
    ['edition', '2018/19', 'edition-not-a-number'],
    ['edition', '2018.5', 'edition-not-a-number'],
    ['edition', '', 'cell-missing'],
    ['name', '  ', 'cell-missing'],
  ];

  it.each(cases)('%s “%s”: %s', (field, text, code) => {
    const { valid, issues } = check({ [field]: text });
    expect(valid).toBeNull();
    expect(codesOf(issues)).toEqual([code]);
    const column = surveyRecord({ [field]: text }).cells.get(field)?.column;
    expect(issues[0]).toMatchObject({ severity: 'error', cell: { row: 7, column } });
  });

  it('naming the index whose score it is', () => {
    expect(check({ OSI: 'x' }).issues[0]?.indexCode).toBe('OSI');
    expect(check({ egdiRank: 'x' }).issues[0]).not.toHaveProperty('indexCode');
  });

  it('once for every fault of the row, not for the first only', () => {
    expect(codesOf(check({ OSI: '0,5', TII: 'x', egdiRank: '1.5', name: '' }).issues).toSorted()).toEqual([
      'cell-missing',
      'rank-not-an-integer',
      'score-decimal-comma',
      'score-not-a-number',
    ]);
  });

  it.each<[CellFlag, string]>([
    ['formula-without-value', 'formula-without-value'],
    ['error-value', 'cell-error-value'],
    ['date', 'cell-unexpected-type'],
    ['boolean', 'cell-unexpected-type'],
  ])('flagged as %s by the reader: %s', (flag, code) => {
    const record = surveyRecord(KAZ_2018, 7, new Map([['EGDI', flag]]));
    expect(codesOf(official(record).issues)).toEqual([code]);
  });

  it.each(['KZ', 'kaz', 'KAZA', '398'])('with the code “%s”, which is no alpha-3 code', (iso3) => {
    const withCode = recordContract(layoutOf('egovkb-with-code'));
    expect(codesOf(withCode(surveyRecord({ ...KAZ_2018, iso3 })).issues)).toEqual(['code-unknown']);
  });

  it('without the country code that the layout is keyed by', () => {
    const unu = recordContract(layoutOf('unu-egov'));
    const { edition: _none, ...fields } = KAZ_2018;
    expect(codesOf(unu(surveyRecord({ ...fields, iso3: null })).issues)).toEqual(['cell-missing']);
  });
});

describe('a record of a wide panel', () => {
  const wide = recordContract(layoutOf('data360-wide'));

  it('has one score and no rank', () => {
    const { valid } = wide(surveyRecord({ edition: '2018', iso3: 'KAZ', TII: '0.5723' }));
    expect(Object.keys(valid?.scores ?? {})).toEqual(['TII']);
    expect(valid?.egdiRank).toBeUndefined();
  });

  it('is refused without a country or with an indicator that is not declared', () => {
    expect(codesOf(wide(surveyRecord({ edition: '2018', iso3: '', TII: '0.5' })).issues)).toEqual([
      'cell-missing',
    ]);
    expect(codesOf(wide(surveyRecord({ edition: '2018', iso3: 'KAZ' })).issues)).toEqual(['layout-unknown']);
  });
});

it('validRecord of the test support refuses what the contract refuses', () => {
  expect(() => validRecord({ ...KAZ_2018, TII: 'x' })).toThrow('TII');
});
