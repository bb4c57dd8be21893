/** The JRC rule on skewness and kurtosis: whether a column needs treatment. */
import type { Treatment } from '../../methodology/definition.ts';
import type { ColumnMoments } from '../statistics/moments.ts';

/** How a column stands by the rule. */
export interface Judgement {
  readonly skewness: number;
  readonly kurtosis: number;
  readonly passes: boolean;
}

/** Whether moments pass the rule: |skewness| or kurtosis strictly below its bound. */
export function judge(
  { skewness, kurtosis }: Pick<ColumnMoments, 'skewness' | 'kurtosis'>,
  bounds: Pick<Treatment, 'skewness' | 'kurtosis'>,
): Judgement {
  return { skewness, kurtosis, passes: Math.abs(skewness) < bounds.skewness || kurtosis < bounds.kurtosis };
}
