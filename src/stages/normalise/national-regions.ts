/** Which region a source means: by the code of its classifier, by its name, and in a period in which it existed. */
import type { IssueCode } from '../../model/issue.ts';
import type { PrintedRegion } from '../../model/national-observation.ts';
import {
  createRegionNames,
  findRegionByCode,
  foldRegionName,
  type Region,
  type RegionAnswer,
  type RegionScheme,
} from '../../reference/regions.ts';
import type { NationalSource } from '../../sources/national/source.ts';
import { remembered } from '../../sources/observation-contract.ts';

export type RegionDecision =
  | { readonly kind: 'known'; readonly region: Region }
  | { readonly kind: 'left-out'; readonly name: string }
  | { readonly kind: 'refused'; readonly code: IssueCode; readonly message: string; readonly hint?: string };

/** The classifier that each format takes its codes from. */
const SCHEMES: Partial<Readonly<Record<NationalSource['adapter'], RegionScheme>>> = {
  'bns-cube-json': 'taldau',
  'taldau-tree': 'taldau',
  siat: 'soato',
  'belstat-sdmx': 'belstat',
};

export function createRegionFinder(source: NationalSource): (printed: PrintedRegion) => RegionDecision {
  const iso3 = 'iso3' in source ? source.iso3 : null;
  const scheme = SCHEMES[source.adapter];
  const names = createRegionNames(iso3, source.languages);
  const leftOut = new Set(source.leftOutAreas.map(foldRegionName));
  const nameOf = remembered((name): RegionAnswer => names.resolve(name));

  return ({ code, name }) => {
    if (name !== undefined && leftOut.has(foldRegionName(name))) return { kind: 'left-out', name };
    if (code === undefined || scheme === undefined || iso3 === null) return byName(name ?? '', nameOf);
    const byCode = findRegionByCode(iso3, scheme, code);
    const named = name === undefined ? undefined : nameOf(name);
    if (byCode === undefined) {
      if (named?.kind === 'below' || (scheme === 'soato' && /^17\d{5}$/.test(code))) {
        return { kind: 'left-out', name: name ?? code };
      }
      const message = `${code}${name === undefined ? '' : ` (${name})`} is no code of ${scheme} that is known`;
      return { kind: 'refused', code: 'region-unknown', message };
    }
    const isOther =
      named?.kind === 'below' || (named?.kind === 'known' && named.region.regionCode !== byCode.regionCode);
    if (isOther) {
      const message = `${code} is ${byCode.nameEn}, and “${name}” is not`;
      return { kind: 'refused', code: 'code-name-mismatch', message };
    }
    return { kind: 'known', region: byCode };
  };
}

function byName(name: string, nameOf: (name: string) => RegionAnswer): RegionDecision {
  const answer = nameOf(name);
  switch (answer.kind) {
    case 'known':
      return answer;
    case 'below':
      return { kind: 'left-out', name };
    case 'ambiguous': {
      const regions = answer.regions.map(({ regionCode }) => regionCode).join(' or ');
      const message = `“${name}” is ${regions}; neither its kind nor the language says which`;
      return { kind: 'refused', code: 'region-ambiguous', message };
    }
    case 'unknown': {
      const hint =
        answer.suggestions.length > 0 ? { hint: `did you mean ${answer.suggestions.join(', ')}?` } : {};
      return {
        kind: 'refused',
        code: 'region-unknown',
        message: `“${name}” is no region that is known`,
        ...hint,
      };
    }
  }
}
