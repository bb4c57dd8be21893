/** Ranks of an edition without each sub-index in turn, the weights of the others rescaled. Nothing else varies. */
import { compileIndex } from '../../composite/tree/compile.ts';
import { evaluateIndex } from '../../composite/tree/evaluate.ts';
import { leaveOneOut } from '../../composite/tree/leave-one-out.ts';
import { egdiTree } from '../../methodology/indices/egdi.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import type { MemberFigures } from '../../model/edition-figures.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../model/survey.ts';
import type { EditionEnsemble } from './edition-ensemble.ts';

export interface LeftOut {
  readonly iso3: string;
  readonly name: string;
  /** Rank of the EGDI recomputed from the published sub-indices, and the same without each of them. */
  readonly rank: number;
  readonly without: Readonly<Record<SubIndexCode, number>>;
}

/** All assessed members, in the order of `ranking` (positions in the ensemble). */
export function ranksLeavingOut(
  { specification, members }: EditionEnsemble,
  method: EditionMethod,
  ranking: readonly number[],
): readonly LeftOut[] {
  const compiled = compileIndex(egdiTree(method, 'as-published'));
  const { table } = specification;
  const basis = method.egdi.rankBasis.value;
  const { ranks, removals } = leaveOneOut(compiled, evaluateIndex(compiled, table), table, {
    codes: SUB_INDEX_CODES,
    ...(basis.kind === 'rounded' ? { decimals: basis.decimals } : {}),
  });
  const without = (code: SubIndexCode, unit: number) =>
    removals.find((removal) => removal.code === code)?.ranks[unit] as number;
  return ranking.map((unit) => {
    const { iso3, name } = members[unit] as MemberFigures;
    return {
      iso3,
      name,
      rank: ranks[unit] as number,
      without: { OSI: without('OSI', unit), TII: without('TII', unit), HCI: without('HCI', unit) },
    };
  });
}
