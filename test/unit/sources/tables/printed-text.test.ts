import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, foldMark, foldText, mixedWords } from '../../../../src/sources/tables/clean-text.ts';
import { readFootnote, splitMarks } from '../../../../src/sources/tables/note-marks.ts';
import { type NumberRules, readPrintedNumber } from '../../../../src/sources/tables/table-number.ts';
import { findPeriods, parseTablePeriod } from '../../../../src/sources/tables/table-period.ts';

describe('printed text', () => {
  it('loses padding of every kind, and nothing else', () => {
    const blanks = fc.constantFrom(' ', '\u00a0', '\u202f', '\n', '\t', '   ', '\u200b ');
    fc.assert(
      fc.property(blanks, blanks, blanks, (before, between, after) => {
        expect(cleanText(`${before}Шығыс${between}Қазақстан${after}`)).toBe('Шығыс Қазақстан');
      }),
    );
  });

  it('has each word in one alphabet, where a keyboard slipped', () => {
    expect(cleanText('Mальчики')).toBe('Мальчики');
    expect(cleanText('CHГ')).toBe('СНГ');
    expect(cleanText('Cнабжение через Internet')).toBe('Снабжение через Internet');
    expect(mixedWords('Mальчики и девочки CHГ')).toEqual(['Mальчики', 'CHГ']);
  });

  it('joins a word that a line end broke, and keeps ranges and hyphens', () => {
    expect(cleanText('промышлен-\nность')).toBe('промышленность');
    expect(cleanText('2018-\n2020')).toBe('2018- 2020');
    expect(cleanText('социально-экономический')).toBe('социально-экономический');
  });

  it('is compared without case, spaces, hyphens and look-alikes, but with what tells quantities apart', () => {
    expect(foldText('Горнодобы-вающая')).toBe(foldText('горнодобывающая'));
    expect(foldText('розничнаяторговля')).toBe(foldText('Розничная торговля'));
    expect(foldText('Алматы')).not.toBe(foldText('г. Алматы'));
    expect(foldText('1-24%')).not.toBe(foldText('1-24'));
    expect([foldMark('x'), foldMark(' X\u00a0')]).toEqual([foldMark('х'), foldMark('х')]);
    expect(foldMark('-')).not.toBe(foldMark('–'));
  });
});

describe('note marks', () => {
  it.each([
    ['Область Абай3)', 'Область Абай', ['3']],
    ['Туркестанская2)3)', 'Туркестанская', ['2', '3']],
    ['20211)', '2021', ['1']],
    ['202110)', '2021', ['10']],
    [' 2025 год7)8)', '2025 год', ['7', '8']],
    ['2025 год *', '2025 год', ['*']],
    ['%**', '%', ['**']],
    ['Население¹', 'Население', ['1']],
    ['2023¹⁾', '2023', ['1']],
    ['Абай²)', 'Абай', ['2']],
    ['население12)', 'население', ['12']],
    ['Ковид-191)', 'Ковид-19', ['1']],
    ['78,81)', '78,8', ['1']],
  ])('are taken off %s', (printed, text, marks) => {
    expect(splitMarks(printed)).toEqual({ text, marks });
  });

  it('are no brackets of the label itself', () => {
    for (const label of ['Молодежь (15-28)', 'Доля (группа 15)', 'Р90/Р10', 'Темпы (ИПЦ)', 'м2)(']) {
      expect(splitMarks(label).text).toBe(label);
    }
  });

  it('that could be read in two ways are decided by the notes of the table', () => {
    expect(splitMarks('население12)', new Set(['2']))).toEqual({ text: 'население1', marks: ['2'] });
    expect(splitMarks('78,81)', new Set(['81']))).toEqual({ text: '78,', marks: ['81'] });
    expect(splitMarks('995581)', new Set(['1']))).toEqual({ text: '99558', marks: ['1'] });
    expect(splitMarks('201581)', new Set(['1']))).toEqual({ text: '20158', marks: ['1'] });
    expect(splitMarks('201512)', new Set(['1', '12']))).toEqual({ text: '2015', marks: ['12'] });
  });

  it('are explained below the table', () => {
    expect(readFootnote('1) Расчет предварительный')).toEqual({ mark: '1', text: 'Расчет предварительный' });
    expect(readFootnote('*Данные пересчитаны')).toEqual({ mark: '*', text: 'Данные пересчитаны' });
    expect(readFootnote('a. Data refer to 2011')).toEqual({ mark: 'a', text: 'Data refer to 2011' });
    expect(readFootnote('Ескертпе: ҒЗТКЖ - …')).toMatchObject({ mark: null });
    expect(readFootnote('Абай')).toBeUndefined();
  });
});

describe('a printed period', () => {
  it.each([
    ['2024', 'year', '2024'],
    ['2024.0', 'year', '2024'],
    ['2024г.', 'year', '2024'],
    ['2022 жыл', 'year', '2022'],
    ['20211)', 'year', '2021'],
    [' 2025 год3)', 'year', '2025'],
    ['2025 год *', 'year', '2025'],
    ['1 квартал 2024г.', 'quarter', '2024-Q1'],
    ['IV квартал 2025 года', 'quarter', '2025-Q4'],
    ['2024 жылғы 2 тоқсан', 'quarter', '2024-Q2'],
    ['2017-Q1', 'quarter', '2017-Q1'],
    ['1 полугодие 2024г.', 'year-to-date', '2024-YTD06'],
    ['9 месяцев 2024 года', 'year-to-date', '2024-YTD09'],
    ['Январь-май 2026 года', 'year-to-date', '2026-YTD05'],
    ['январь – декабрь 2025 года', 'year', '2025'],
    ['2 полугодие 2024 года', 'half-year', '2024-H2'],
    ['Ноябрь 2019 г.', 'month', '2019-11'],
    ['2023 жылғы қаңтар', 'month', '2023-01'],
    ['201911', 'month', '2019-11'],
    ['2024-М01', 'month', '2024-01'],
    ['31.12.2014', 'date', '2014-12-31'],
    ['2005–2013', 'year-range', '2005/2013'],
  ] as const)('%s is a %s', (printed, kind, code) => {
    expect(parseTablePeriod(printed)?.period).toEqual({ kind, code });
  });

  it('in two languages is one, where both say the same', () => {
    const codeOf = (printed: string) => parseTablePeriod(printed)?.period.code;
    expect(codeOf('2023 жыл / 2023 год')).toBe('2023');
    expect(codeOf('қаңтар-наурыз 2023/январь-март 2023')).toBe('2023-YTD03');
    expect(parseTablePeriod('2023 жыл1) / 2023 год1)')?.marks).toEqual(['1']);
    expect(codeOf('2022 жыл / 2023 год')).toBeUndefined();
    expect(codeOf('2022/2023')).toBeUndefined();
    expect(codeOf('2023 / барлығы')).toBeUndefined();
  });

  it('is none where it only contains one, or cannot be', () => {
    for (const text of [
      'в 2024 году занято',
      '0',
      '1-24%',
      '30750',
      '31.02.2024',
      'в % к 2023',
      '13 месяцев 2024',
      'апрель-июнь 2024',
      '9999',
    ]) {
      expect(parseTablePeriod(text)).toBeUndefined();
    }
  });

  it('of a quarter is the year up to it in a table that runs from January', () => {
    expect(parseTablePeriod('1 квартал 2024г.', { quarters: 'year-to-date' })?.period.code).toBe(
      '2024-YTD03',
    );
  });

  it('is found within a title, with its mark', () => {
    expect(findPeriods('Основные показатели связи в январе-июне 2026 года*')).toEqual([
      { period: { kind: 'year-to-date', code: '2026-YTD06' }, marks: ['*'] },
    ]);
    expect(
      findPeriods('Инновации в Республике Казахстан за 2022 год').map(({ period }) => period.code),
    ).toEqual(['2022']);
    expect(findPeriods('в 2020 и 2021 годах').map(({ period }) => period.code)).toEqual(['2020', '2021']);
    expect(findPeriods('за 2018-2020 годы').map(({ period }) => period.kind)).toEqual(['year-range']);
  });
});

describe('a printed number', () => {
  const either: NumberRules = { decimal: 'either', thousands: 'none' };
  const valueIn = (text: string, rules: NumberRules = either) => {
    const read = readPrintedNumber(text, rules);
    return read.kind === 'number' ? read.value : read.kind;
  };

  it('keeps its digits whatever the signs', () => {
    expect(valueIn('121 560 095,7')).toBe('121560095.7');
    expect(valueIn('1\u00a0234\u202f567')).toBe('1234567');
    expect(valueIn('112.0')).toBe('112');
    expect(valueIn('−0,5')).toBe('-0.5');
    expect(valueIn('25,000', { decimal: 'point', thousands: 'comma' })).toBe('25000');
    expect(valueIn('1.234.567,8', { decimal: 'comma', thousands: 'point' })).toBe('1234567.8');
  });

  it('that could be two numbers is refused until the sign is declared', () => {
    expect(valueIn('25,000')).toBe('ambiguous');
    expect(valueIn('25,000', { decimal: 'comma', thousands: 'none' })).toBe('25');
    expect(valueIn('0,125')).toBe('0.125');
    expect(valueIn('8.198')).toBe('ambiguous');
  });

  it('is none with a slip, a word, or groups that are no groups', () => {
    for (const text of ['63,,4', 'в 4 раза', '12 34', '1 2345', '', '-', '5%'])
      expect(valueIn(text)).toBe('none');
  });

  it('comes back from any decimal printed with comma and grouped by NBSP', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.integer({ min: 1, max: 99 }),
        (whole, part) => {
          const fraction = String(part).padStart(2, '0');
          const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
          expect(valueIn(`${grouped},${fraction}`)).toBe(`${whole}.${fraction}`.replace(/0$/, ''));
        },
      ),
    );
  });
});
