/** Marks and units of the bulletins of the Bureau of National Statistics of Kazakhstan, and what its workbooks hold. */
import type { TableDeclarationInput } from '../../../src/pipeline/define-pipeline.ts';
import { BNS_MARKERS } from '../markers.ts';

export const BNS = 'Bureau of National Statistics of Kazakhstan (BNS)';

/** Legends of the bulletins of 2023, in Kazakh and Russian: a small amount is printed as `0,0`. */
export const BNS_TABLE_MARKERS = {
  ...BNS_MARKERS,
  '0,0': 'negligible',
  '0.0': 'negligible',
} as const satisfies NonNullable<TableDeclarationInput['values']>['markers'];

/** Units as the bulletins print them. */
export const BNS_UNITS: Readonly<Record<string, string>> = {
  бірлік: 'units',
  единиц: 'units',
  адам: 'persons',
  человек: 'persons',
  'тыс. человек': 'thousand persons',
  '%': 'percent',
  '%-бен': 'percent',
  пайызбен: 'percent',
  'в процентах': 'percent',
  'мың теңге': 'thousand tenge',
  'тыс. тенге': 'thousand tenge',
  'млн. теңге': 'million tenge',
  'млн. тенге': 'million tenge',
  'млн тенге': 'million tenge',
};

/** Data sheets are numbered; some books have a space behind the number. */
export const BNS_NUMBERED = '^\\d+(\\.\\d+)*\\s*$';

/** Cover, legend, contents and methodology: their names are in either language, and one is misspelt. */
export const BNS_ASIDE: readonly string[] = [
  '/^(мұ[қх]аба|обложка|cover)/',
  '/^(шартты белгілер|усл|legend)/',
  '/^(мазмұны|содержание|contents)/',
  '/^(әдіснам|метод)/',
];
