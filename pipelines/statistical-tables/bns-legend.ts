/**
 * Marks of the Bureau of National Statistics of Kazakhstan, from the legends of its bulletins of 2023 (Kazakh and
 * Russian). The legend prints a Cyrillic «х»; the cells hold a Latin x as often: both are read as one.
 */
import type { TableDeclarationInput } from '../../src/pipeline/define-pipeline.ts';

export const BNS_MARKERS = {
  '-': 'nil',
  '–': 'nil',
  '—': 'nil',
  '…': 'not_available',
  '...': 'not_available',
  '..': 'not_available',
  х: 'confidential',
  '0,0': 'negligible',
  '0.0': 'negligible',
} as const satisfies NonNullable<TableDeclarationInput['values']>['markers'];

/** Units as the bulletins print them, in Kazakh and Russian. */
export const BNS_UNITS: Readonly<Record<string, string>> = {
  бірлік: 'UNIT',
  единиц: 'UNIT',
  адам: 'PERSON',
  человек: 'PERSON',
  'тыс. человек': 'PERSON_THOUSAND',
  '%': 'PERCENT',
  '%-бен': 'PERCENT',
  пайызбен: 'PERCENT',
  'в процентах': 'PERCENT',
  'мың теңге': 'KZT_THOUSAND',
  'тыс. тенге': 'KZT_THOUSAND',
  'млн. теңге': 'KZT_MILLION',
  'млн. тенге': 'KZT_MILLION',
  'млн тенге': 'KZT_MILLION',
};
