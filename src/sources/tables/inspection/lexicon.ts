/**
 * What offices commonly print, to begin a declaration with. Only suggestions come from here: a table is read by what
 * its own declaration says.
 */
import { foldMark } from '../clean-text.ts';
import type { MarkMeaning } from '../table-declaration.ts';

/** Printed unit → code, in Russian, Kazakh and English. */
export const COMMON_UNITS: Readonly<Record<string, string>> = {
  '%': 'PERCENT',
  '%-бен': 'PERCENT',
  пайызбен: 'PERCENT',
  пайыз: 'PERCENT',
  'в процентах': 'PERCENT',
  'в %': 'PERCENT',
  процент: 'PERCENT',
  процентов: 'PERCENT',
  percent: 'PERCENT',
  единиц: 'UNIT',
  'ед.': 'UNIT',
  бірлік: 'UNIT',
  units: 'UNIT',
  'тыс.': 'THOUSAND',
  'тыс. единиц': 'THOUSAND',
  'мың бірлік': 'THOUSAND',
  'млн.': 'MILLION',
  человек: 'PERSON',
  'чел.': 'PERSON',
  адам: 'PERSON',
  persons: 'PERSON',
  'тыс. человек': 'PERSON_THOUSAND',
  'тысяч человек': 'PERSON_THOUSAND',
  'мың адам': 'PERSON_THOUSAND',
  тенге: 'KZT',
  теңге: 'KZT',
  'тыс. тенге': 'KZT_THOUSAND',
  'мың теңге': 'KZT_THOUSAND',
  'млн. тенге': 'KZT_MILLION',
  'млн. теңге': 'KZT_MILLION',
  'млрд. тенге': 'KZT_BILLION',
  'млрд. теңге': 'KZT_BILLION',
  'тыс. тонн': 'TONNE_THOUSAND',
  тонн: 'TONNE',
  лет: 'YEAR',
  years: 'YEAR',
  'на 100 человек': 'PER_100',
  'на 100 жителей': 'PER_100',
  'per 100 inhabitants': 'PER_100',
  'на 1000 человек': 'PER_1000',
};

const MARKS: readonly (readonly [marks: readonly string[], meaning: MarkMeaning])[] = [
  [['-', '–', '—', '−'], 'nil'],
  [['…', '...', '..', 'н/д', 'нет данных', 'n/a', 'na', 'н.д.'], 'not_available'],
  [['x', 'к', 'с', 'конф.'], 'confidential'],
  [['0,0', '0.0'], 'negligible'],
];
const BY_MARK = new Map(
  MARKS.flatMap(([marks, meaning]) => marks.map((mark) => [foldMark(mark), meaning] as const)),
);

/** What a mark usually means; undefined where that is for a person to say. */
export function commonMeaning(mark: string): MarkMeaning | undefined {
  return BY_MARK.get(foldMark(mark));
}

/** Titles that continue the column to their left. */
export const OF_WHICH =
  '^(из них|в том числе|в т\\. ?ч\\.|одан|соның ішінде|оның ішінде|of which|including)$';
