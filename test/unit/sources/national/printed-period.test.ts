import { describe, expect, it } from 'vitest';
import { periodText } from '../../../../src/model/national-period.ts';
import { cumulated, printedPeriod } from '../../../../src/sources/national/printed-period.ts';

const textOf = (printed: string) => {
  const found = printedPeriod(printed);
  return found && periodText(found.period);
};

describe('a printed period', () => {
  it.each([
    ['2004 год', '2004'],
    ['2004', '2004'],
    ['2004г.', '2004'],
    ['2022 жыл', '2022'],
    ['20211)', '2021'],
    [' 2025 год7)8)', '2025'],
    ['Ноябрь 2019 г.', '2019-11'],
    ['Июнь 2018 г.', '2018-06'],
    ['мая 2018 года', '2018-05'],
    ['2019 жылғы қараша', '2019-11'],
    ['1 квартал 2024г.', '2024-Q1'],
    ['I квартал 2025 года', '2025-Q1'],
    ['IV квартал 2025', '2025-Q4'],
    ['2024 жылғы 1-тоқсан', '2024-Q1'],
    ['1 полугодие 2024г.', '2024-H1'],
    ['9 месяцев 2024 года', '2024-01/2024-09'],
    ['январь-июнь 2026 года*', '2026-01/2026-06'],
    ['Январь–май 2026 года', '2026-01/2026-05'],
    ['2017-Q1', '2017-Q1'],
    ['2024-M02', '2024-02'],
    ['2024-02', '2024-02'],
  ])('%s is %s', (printed, expected) => {
    expect(textOf(printed)).toBe(expected);
  });

  it.each([
    '',
    'год',
    '24',
    '5 квартал 2024',
    '13 месяцев 2024',
    'март-июнь 2024',
    '2024-13',
    '2024 год 5',
    'тысяча 2024',
    '3024',
    'рост 2024 год',
  ])('%s is none: what is not understood is not guessed', (printed) => {
    expect(textOf(printed)).toBeUndefined();
  });

  it('says whether it has the asterisk of preliminary figures, and not for a numbered note', () => {
    expect(printedPeriod('январь-июнь 2026 года*')?.hasAsterisk).toBe(true);
    expect(printedPeriod('2025 год3)')?.hasAsterisk).toBe(false);
  });

  it('that is counted from January is the year to date, and a year stays a year', () => {
    const of = (printed: string) => {
      const found = printedPeriod(printed);
      const period = found && cumulated(found.period);
      return period && periodText(period);
    };
    expect(of('3 квартал 2024')).toBe('2024-01/2024-09');
    expect(of('1 полугодие 2024')).toBe('2024-01/2024-06');
    expect(of('2024 год')).toBe('2024');
  });
});
