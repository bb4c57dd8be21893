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
  regionOf,
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

  if (source.adapter === 'statistical-table') return findByTableCode(source.iso3);

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

/** Codes of regions, or of the national classifier: short KATO codes such as 11 too. */
const TABLE_SCHEMES: readonly RegionScheme[] = ['kato', 'soato', 'belstat'];

/** Tables have codes by their declared dictionaries; a code column beside the labels must agree with them. */
function findByTableCode(iso3: string): (printed: PrintedRegion) => RegionDecision {
  const find = remembered((code): Region | undefined => {
    const known = regionOf(code);
    if (known !== undefined) return known.iso3 === iso3 ? known : undefined;
    return TABLE_SCHEMES.map((scheme) => findRegionByCode(iso3, scheme, code)).find(
      (one) => one !== undefined,
    );
  });
  return ({ code = '', sameAs }) => {
    const region = find(code);
    if (region === undefined) {
      return {
        kind: 'refused',
        code: 'region-unknown',
        message: `“${code}” is no region of ${iso3} that is known`,
      };
    }
    const labelled = sameAs === undefined ? region : find(sameAs);
    if (labelled?.regionCode !== region.regionCode) {
      const message = `${code} is ${region.nameEn}, and the label beside it is ${labelled?.nameEn ?? sameAs}`;
      return { kind: 'refused', code: 'code-name-mismatch', message };
    }
    return { kind: 'known', region };
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
