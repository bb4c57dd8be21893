/**
 * What offices commonly print, to begin a declaration with. Only suggestions come from here: a table is read by what
 * its own declaration says.
 */
import { agreedMeaning } from '../../../model/bilingual.ts';
import { foldMark, foldText } from '../clean-text.ts';
import type { MarkMeaning } from '../table-declaration.ts';

/** Printed unit → code, in Russian, Kazakh and English. */
export const COMMON_UNITS: Readonly<Record<string, string>> = {
  '%': 'percent',
  '%-бен': 'percent',
  пайызбен: 'percent',
  пайыз: 'percent',
  'в процентах': 'percent',
  'в %': 'percent',
  процент: 'percent',
  процентов: 'percent',
  percent: 'percent',
  единиц: 'units',
  'ед.': 'units',
  бірлік: 'units',
  units: 'units',
  'тыс.': 'thousands',
  'тыс. единиц': 'thousands',
  'мың бірлік': 'thousands',
  'млн.': 'millions',
  человек: 'persons',
  'чел.': 'persons',
  адам: 'persons',
  persons: 'persons',
  'тыс. человек': 'thousand persons',
  'тысяч человек': 'thousand persons',
  'мың адам': 'thousand persons',
  тенге: 'tenge',
  теңге: 'tenge',
  'тыс. тенге': 'thousand tenge',
  'мың теңге': 'thousand tenge',
  'млн. тенге': 'million tenge',
  'млн. теңге': 'million tenge',
  'млрд. тенге': 'billion tenge',
  'млрд. теңге': 'billion tenge',
  'тыс. тонн': 'thousand tonnes',
  тонн: 'tonnes',
  лет: 'years',
  years: 'years',
  'на 100 человек': 'per 100 inhabitants',
  'на 100 жителей': 'per 100 inhabitants',
  'per 100 inhabitants': 'per 100 inhabitants',
  'на 1000 человек': 'per 1000 inhabitants',
};

/** A member of a breakdown that many tables have; `breakdown` is null for the total. */
export interface CommonMember {
  readonly code: string;
  readonly breakdown: 'sex' | 'locality' | null;
}

const MEMBERS: readonly (readonly [member: CommonMember, words: readonly string[]])[] = [
  [
    { code: 'total', breakdown: null },
    ['всего', 'все население', 'оба пола', 'барлығы', 'барлық халық', 'total', 'both sexes', 'all'],
  ],
  [{ code: 'male', breakdown: 'sex' }, ['мужчины', 'мужчин', 'ерлер', 'men', 'male', 'males']],
  [{ code: 'female', breakdown: 'sex' }, ['женщины', 'женщин', 'әйелдер', 'women', 'female', 'females']],
  [
    { code: 'urban', breakdown: 'locality' },
    ['город', 'городское население', 'городская местность', 'қала', 'қала халқы', 'қалалық жер', 'urban'],
  ],
  [
    { code: 'rural', breakdown: 'locality' },
    ['село', 'сельское население', 'сельская местность', 'ауыл', 'ауыл халқы', 'ауылдық жер', 'rural'],
  ],
];

const BY_WORD = new Map(
  MEMBERS.flatMap(([member, words]) => words.map((word) => [foldText(word), member] as const)),
);

/** The member that a label or a path of headers names, in one language or in several beside each other. */
export function commonMember(label: string): CommonMember | undefined {
  const [named, ...others] = label.split(' > ').filter((part) => !isOfWhich(part));
  if (named === undefined || others.length > 0) return undefined;
  const memberOf = (text: string) => BY_WORD.get(foldText(text));
  return memberOf(named) ?? agreedMeaning(named, memberOf, ({ code }) => code);
}

function isOfWhich(part: string): boolean {
  const saysSo = (text: string) => (OF_WHICH_TITLE.test(text) ? true : undefined);
  return (saysSo(part) ?? agreedMeaning(part, saysSo, String)) === true;
}

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
const OF_WHICH_TITLE = new RegExp(OF_WHICH, 'iu');

/** Notes that say so of the values that bear their mark. */
export const PRELIMINARY = 'предварительн|алдын ала|preliminary|provisional';
