/**
 * The part of a draft that says what the labels of a table mean. Regions and common breakdowns are recognised by their
 * names; the indicator, its code and its publisher only a person can know, and each such place is marked.
 */
import { partsBesideEachOther } from '../../../model/bilingual.ts';
import type { RegionLanguage } from '../../../reference/regions.ts';
import { REGIONS } from '../../../reference/regions.ts';
import { foldText } from '../clean-text.ts';
import { FILL_IN } from '../load-declaration.ts';
import { regionLabels } from '../region-labels.ts';
import { REGION_DICTIONARY, type TableDeclarationInput } from '../table-declaration.ts';
import type { TableRecord } from '../table-record.ts';
import { commonMember } from './lexicon.ts';

export interface RegionGuess {
  readonly country: string;
  readonly languages: readonly RegionLanguage[];
}

const LANGUAGES: readonly (readonly RegionLanguage[])[] = [['ru'], ['kk'], ['en']];
/** Of labels that say the same in several languages. */
const LANGUAGES_TOGETHER: readonly (readonly RegionLanguage[])[] = [
  ['kk', 'ru'],
  ['ru', 'en'],
  ['kk', 'en'],
  ['kk', 'ru', 'en'],
];
const COUNTRIES = [
  ...new Set(REGIONS.filter(({ parentCode }) => parentCode !== null).map(({ iso3 }) => iso3)),
];
/** Below it the labels are something else among which a region happens to stand. */
const LEAST_SHARE = 0.5;
const LEAST_REGIONS = 2;

/** Whose regions labels are, and in which language or languages most of them are names; null where they are none. */
export function guessRegions(labels: readonly string[]): RegionGuess | null {
  const distinct = [...new Set(labels)];
  const divided = distinct.filter((label) => partsBesideEachOther(label).length > 0);
  const tried = divided.length > distinct.length / 2 ? [...LANGUAGES, ...LANGUAGES_TOGETHER] : LANGUAGES;
  let best: (RegionGuess & { readonly known: number }) | null = null;
  for (const country of COUNTRIES) {
    for (const languages of tried) {
      const names = regionLabels(country, languages);
      const known = new Set(distinct.map((label) => names.codeOf(label)).filter((code) => code !== undefined))
        .size;
      if (known > (best?.known ?? 0)) best = { country, languages, known };
    }
  }
  if (best === null || best.known < LEAST_REGIONS || best.known < distinct.length * LEAST_SHARE) return null;
  const { country, languages } = best;
  return { country, languages };
}

type Codes = Readonly<Record<string, string>>;
type Meaning = { readonly as: string; readonly total?: string } | { readonly members: object };

/** Codes of the labels of a dimension, and the breakdown that they are, as far as the words are common ones. */
export function draftDimension(labels: readonly string[]): {
  readonly codes: Codes;
  readonly meaning: Meaning;
} {
  const distinct = [...new Map(labels.map((label) => [foldText(label), label])).values()];
  const found = distinct.map((label) => [label, commonMember(label)] as const);
  if (found.some(([, member]) => member === undefined)) {
    const codes = found.map(([label, member]) => [label, member?.code ?? FILL_IN]);
    return { codes: Object.fromEntries(codes), meaning: { as: FILL_IN } };
  }
  const codes = Object.fromEntries(found.map(([label, member]) => [label, member?.code ?? FILL_IN]));
  const names = new Set(found.flatMap(([, member]) => member?.breakdown ?? []));
  const hasTotal = found.some(([, member]) => member?.breakdown === null);
  const [only] = names;
  if (names.size === 1 && only !== undefined)
    return { codes, meaning: { as: only, ...(hasTotal ? { total: 'total' } : {}) } };
  const members = found.map(([, member]) => [
    member?.code ?? FILL_IN,
    member?.breakdown == null ? {} : { [member.breakdown]: member.code },
  ]);
  return { codes, meaning: { members: Object.fromEntries(members) } };
}

/** Whether all labels are members of a common breakdown: place of residence, sex. */
export function isCommonDimension(labels: readonly string[]): boolean {
  return labels.length > 1 && labels.every((label) => commonMember(label) !== undefined);
}

export interface DraftedTable {
  readonly declaration: TableDeclarationInput;
  /** What the layout reads; empty where it does not read the table yet. */
  readonly records: readonly TableRecord[];
  /** The dimension of regions, if the table has one. */
  readonly regionFrom: string | null;
  readonly breakdowns: Readonly<Record<string, Meaning>>;
}

/** The part `load` of a draft, as JSON: places that only a person can fill hold `FILL IN`. */
export function draftLoad({ declaration, records, regionFrom, breakdowns }: DraftedTable): object {
  const isList = declaration.header?.at === 'none';
  const isHeaderBroken = declaration.header?.codes !== undefined;
  const groups = new Map<string, { readonly text: string; readonly unit: string }>();
  for (const { header, row, unit } of records) {
    const text = isList
      ? row.map((label) => label.text).join(' > ')
      : isHeaderBroken
        ? ''
        : header.join(' > ');
    groups.set(`${text}\t${unit}`, { text, unit });
  }
  const series = groups.size === 0 ? [{ text: '', unit: FILL_IN }] : [...groups.values()];
  const texts = new Set(series.map(({ text }) => text));
  return {
    publisher: FILL_IN,
    origin: { url: FILL_IN },
    region: regionFrom === null ? { is: FILL_IN } : { from: regionFrom },
    indicators: series.map(({ text, unit }) => ({
      code: FILL_IN,
      name: FILL_IN,
      unit,
      isAdditive: /percent|^per /i.test(unit) ? false : FILL_IN,
      ...(series.length === 1
        ? {}
        : {
            cells: [
              {
                ...(texts.size > 1 && text !== '' ? { [isList ? 'label' : 'header']: text } : {}),
                ...(series.some((one) => one.text === text && one.unit !== unit) ? { unit } : {}),
              },
            ],
          }),
    })),
    ...(Object.keys(breakdowns).length === 0 ? {} : { breakdowns }),
  };
}

/** Names a dimension of regions, whose labels the dictionary of the program knows. */
export const REGION_LABEL = { name: 'region', codes: REGION_DICTIONARY } as const;
