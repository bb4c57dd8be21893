/** The E-Government Development Index of an edition as a tree, from the rules that `EditionMethod.egdi` declares. */
import { SUB_INDEX_CODES, type SubIndexCode } from '../../model/survey.ts';
import type { GroupNode, IndexNode } from '../definition.ts';
import type { EditionMethod } from '../method.ts';
import { rule } from '../rule.ts';
import { ARITHMETIC, MORE_IS_BETTER, ROOT_WEIGHT } from './node-parts.ts';

const NAMES: Readonly<Record<SubIndexCode, string>> = {
  OSI: 'Online Service Index',
  TII: 'Telecommunication Infrastructure Index',
  HCI: 'Human Capital Index',
};

const AS_PUBLISHED = 'exact arithmetic on the published values of all editions';

/**
 * OSI, TII and HCI as published below the EGDI (`as-published`), or the sub-indices with their own trees
 * (`from-components`). What a tree cannot say stays in `method.egdi`: when a member is not assessed, the decimals of
 * the inputs of 2024, what ranks are taken on.
 */
export function egdiTree(method: EditionMethod, subIndices: 'as-published' | 'from-components'): GroupNode {
  const { weights, missingCountsAsZero } = method.egdi;
  const child = (code: SubIndexCode): IndexNode => {
    const weight = rule(weights.value[code], weights.evidence, weights.source);
    const { tree } = method.indices[code];
    if (subIndices === 'from-components' && tree !== null) return { ...tree, weight };
    return {
      kind: 'indicator',
      code,
      name: NAMES[code],
      unit: 'score',
      publisher: 'UN DESA',
      weight,
      direction: MORE_IS_BETTER,
      steps: rule([], 'data', AS_PUBLISHED),
    };
  };
  return {
    kind: 'group',
    code: 'EGDI',
    name: 'E-Government Development Index',
    weight: ROOT_WEIGHT,
    children: SUB_INDEX_CODES.map(child),
    childrenBasis: { evidence: 'stated', source: 'UN EGOVKB “Methodology”' },
    aggregation: rule(ARITHMETIC, 'data', `UN EGOVKB “Methodology”; ${AS_PUBLISHED}`),
    missing: rule(
      missingCountsAsZero.value ? { kind: 'as-zero' } : { kind: 'no-value' },
      missingCountsAsZero.evidence,
      missingCountsAsZero.source,
    ),
    steps: rule([], 'data', AS_PUBLISHED),
  };
}
