/** The dictionary `regions` of declarations: labels → codes of regions, by the names of a country in given languages. */
import { createRegionNames, type RegionLanguage } from '../../reference/regions.ts';
import type { LabelDictionary, NamedDictionaries } from './label-dictionary.ts';
import { REGION_DICTIONARY, type TableDeclaration } from './table-declaration.ts';

/** Districts and names of several regions are not known: the first are to be left out, the second to be spelt out. */
export function regionLabels(iso3: string, languages: readonly RegionLanguage[]): LabelDictionary {
  const names = createRegionNames(iso3, languages);
  return {
    codeOf(label) {
      const answer = names.resolve(label);
      return answer.kind === 'known' ? answer.region.regionCode : undefined;
    },
    nearest(label) {
      const answer = names.resolve(label);
      return answer.kind === 'unknown' ? answer.suggestions : [];
    },
    whyUnknown(label) {
      const answer = names.resolve(label);
      if (answer.kind === 'below')
        return 'it is below the level of regions; leave such rows out by rows.skip';
      if (answer.kind !== 'ambiguous') return undefined;
      return `it is ${answer.regions.map(({ regionCode }) => regionCode).join(' or ')}; narrow languages`;
    },
  };
}

/** The dictionaries that a declaration may name. */
export function dictionariesFor({
  country,
  languages,
}: Pick<TableDeclaration, 'country' | 'languages'>): NamedDictionaries {
  return country === undefined || languages === undefined
    ? new Map()
    : new Map([[REGION_DICTIONARY, regionLabels(country, languages)]]);
}
