/**
 * Region names as tables print them → regions, by an exact dictionary after a fixed row of steps: notes off; case, Kazakh
 * letters, look-alikes, spaces and dashes folded; the word for "region" or "city" off, which decides between the two.
 * A loose match would take «Абайский район» for «Абай»; what is not in the dictionary is not guessed.
 */
import { partsBesideEachOther } from '../model/bilingual.ts';
import { nearestNames } from '../runtime/nearest-name.ts';
import { REGIONS } from './region-table.ts';
import type { Region, RegionKind, RegionLanguage } from './region-types.ts';

export type RegionAnswer =
  | { readonly kind: 'known'; readonly region: Region }
  /** A district, city district or rural area: below the level of the dictionary. */
  | { readonly kind: 'below' }
  /** Several regions have this name: «Алматы» without its kind, where the language does not decide. */
  | { readonly kind: 'ambiguous'; readonly regions: readonly Region[] }
  | { readonly kind: 'unknown'; readonly suggestions: readonly string[] };

export interface RegionNames {
  resolve(printed: string): RegionAnswer;
}

const KAZAKH_LETTERS: Readonly<Record<string, string>> = {
  ә: 'а',
  ғ: 'г',
  қ: 'к',
  ң: 'н',
  ө: 'о',
  ұ: 'у',
  ү: 'у',
  һ: 'х',
  і: 'и',
  ё: 'е',
};
/** Latin letters that look like a Cyrillic one, in lower case. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  i: 'и',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
  ә: 'а',
};

const NOTES = /(?:\s*(?:\d{1,2}\)|\*+|[\u00b9\u00b2\u00b3\u2070-\u2079]+[)\u207e]?))+$/u;
const DASHES = /\s*[-\u2010-\u2015\u2212]\s*/g;
const APOSTROPHES = /[\u2018\u2019\u02bb\u02bc`\u00b4]/g;

/** Words that tell the kind, folded. Longer ones first. */
const KIND_WORDS: readonly (readonly [pattern: RegExp, kind: RegionKind | 'below'])[] = [
  [/(?:^|[\s.])(?:ауданы|ауд|район|р н|қ ә|к а|г а|селолык округи|поселок|district|tumani)$/u, 'below'],
  [/^(?:район|р н) /u, 'below'],
  [/ (?:облысы|область|обл|oblast|region|province|viloyati)$/u, 'oblast'],
  [/^(?:область|обл|region of) /u, 'oblast'],
  [/ (?:каласы|к|город|city|shahri)$/u, 'city'],
  [/^(?:город|г|city of|к) /u, 'city'],
];

/** Lower case, without notes, one alphabet, single spaces; dots are spaces and dashes are plain. */
export function foldRegionName(printed: string): string {
  const text = printed
    .normalize('NFC')
    .replace(/[\s\u00a0\u202f\u2007]+/g, ' ')
    .trim()
    .replace(NOTES, '')
    .toLowerCase()
    .replace(APOSTROPHES, "'")
    .replace(DASHES, '-')
    .replace(/\./g, ' ')
    .replace(/ +/g, ' ')
    .trim();
  if (!/\p{Script=Cyrillic}/u.test(text)) return text;
  return text.replace(/./gu, (letter) => LOOK_ALIKES[letter] ?? KAZAKH_LETTERS[letter] ?? letter);
}

/**
 * The dictionary of one country, or of the countries themselves (null), in the languages that a source is written in. A name without its kind is what the
 * language means by it: in Kazakh tables «Алматы» is the oblast, in Russian ones the city.
 */
export function createRegionNames(iso3: string | null, languages: readonly RegionLanguage[]): RegionNames {
  const bare = new Map<string, Set<Region>>();
  const ofKind = new Map<string, Set<Region>>();
  const note = (names: Map<string, Set<Region>>, key: string, region: Region): void => {
    const found = names.get(key);
    if (found === undefined) names.set(key, new Set([region]));
    else found.add(region);
  };
  for (const region of REGIONS) {
    if (iso3 === null ? region.kind !== 'country' : region.iso3 !== iso3) continue;
    for (const language of languages) {
      for (const name of spellings(region, language)) {
        const { kind, rest } = kindOf(foldRegionName(name));
        note(ofKind, `${region.kind}\t${rest}`, region);
        // A full name tells its kind; without it, it is no name of its own unless it is declared as one.
        if (kind === undefined && isBareName(region, language)) note(bare, rest, region);
      }
    }
  }

  const candidates = (printed: string): readonly Region[] | 'below' => {
    const { kind, rest } = kindOf(foldRegionName(printed));
    if (kind === 'below') return 'below';
    return [...((kind === undefined ? bare.get(rest) : ofKind.get(`${kind}\t${rest}`)) ?? [])];
  };
  /** Names of one place in several languages narrow each other: «Алматы / Алматинская» is the oblast. */
  const together = (printed: string): readonly Region[] | 'below' => {
    const whole = candidates(printed);
    const parts = whole === 'below' || whole.length > 0 ? [] : partsBesideEachOther(printed).map(candidates);
    const [first, ...others] = parts;
    if (first === undefined) return whole;
    if (parts.every((part) => part === 'below')) return 'below';
    if (first === 'below') return [];
    return first.filter((region) => others.every((part) => part !== 'below' && part.includes(region)));
  };

  return {
    resolve(printed) {
      const found = together(printed);
      if (found === 'below') return { kind: 'below' };
      const [first, ...others] = found;
      if (first === undefined) {
        const { rest } = kindOf(foldRegionName(printed));
        return { kind: 'unknown', suggestions: nearestNames(rest, [...new Set([...bare.keys()])], 3) };
      }
      if (others.length > 0) return { kind: 'ambiguous', regions: [first, ...others] };
      return { kind: 'known', region: first };
    },
  };
}

function spellings(region: Region, language: RegionLanguage): readonly string[] {
  const name = { en: region.nameEn, ru: region.nameRu, kk: region.nameKk }[language];
  return [...(name === null ? [] : [name]), ...(region.aliases[language] ?? [])];
}

/** In Kazakh a bare «Алматы» is the oblast; the cities are always called «… қаласы» where an oblast has their name. */
function isBareName(region: Region, language: RegionLanguage): boolean {
  if (region.kind !== 'city' || language !== 'kk') return true;
  return !REGIONS.some(
    (other) =>
      other.iso3 === region.iso3 &&
      other.kind === 'oblast' &&
      other.aliases.kk?.includes(region.nameKk ?? ''),
  );
}

/** The kind that a folded name tells, and the name without it. */
function kindOf(folded: string): { readonly kind: RegionKind | 'below' | undefined; readonly rest: string } {
  for (const [pattern, kind] of KIND_WORDS) {
    const rest = folded.replace(pattern, '').trim();
    if (rest !== folded && rest !== '') return { kind, rest };
  }
  return { kind: undefined, rest: folded };
}
