/** How well recomputation and publication agree, as columns that the summary of a run and `status` share. */
import type { AgreementCounts } from '../pipeline/run/run-report.ts';
import { type Column, grouped } from './text.ts';

/** What is published never deviates, so only a run counts that. */
type Counted = Pick<AgreementCounts, 'recomputed' | 'exact' | 'declared'> & { readonly deviating?: number };

export interface EditionAgreement {
  readonly methodKnown: boolean;
  readonly scores: Counted & Pick<AgreementCounts, 'withinRounding'>;
  readonly ranks: Counted;
}

export const AGREEMENT_COLUMNS: readonly Column[] = [
  { title: 'EGDI recomputed', align: 'right' },
  { title: 'exact', align: 'right' },
  { title: 'in rounding', align: 'right' },
  { title: 'score declared', align: 'right' },
  { title: 'ranks equal', align: 'right' },
  { title: 'rank declared', align: 'right' },
];

/** The cells of one edition, in the order of the columns. */
export function agreementCells({ methodKnown, scores, ranks }: EditionAgreement): string[] {
  if (!methodKnown) return ['method unknown', '', '', '', '', ''];
  return [
    grouped(scores.recomputed),
    grouped(scores.exact),
    grouped(scores.withinRounding),
    declaredOrDeviating(scores),
    `${grouped(ranks.exact)} of ${grouped(ranks.recomputed)}`,
    declaredOrDeviating(ranks),
  ];
}

function declaredOrDeviating({ declared, deviating = 0 }: Counted): string {
  return deviating > 0 ? `${declared}, undeclared ${deviating}` : grouped(declared);
}
