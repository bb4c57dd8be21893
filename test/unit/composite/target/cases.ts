/** Cases for targets: linear indices with printed components, at random. */
import fc from 'fast-check';
import { rankDescending } from '../../../../src/composite/exact/rank.ts';
import { type RankTarget, scoreBound } from '../../../../src/composite/target/reach-rank.ts';
import { decimalScale, pointScale, type Scale } from '../../../../src/composite/target/scale.ts';
import { type Rational, rational, roundTo, weightedSum } from '../../../../src/model/rational.ts';

export const THIRD = rational(1, 3);

export function decimal(value: number, decimals = 4): Rational {
  return rational(Math.round(value * 10 ** decimals), 10 ** decimals);
}

export interface RandomCase {
  readonly weights: readonly Rational[];
  readonly components: readonly Rational[];
  readonly scales: readonly Scale[];
  /** As they are ranked. */
  readonly others: readonly Rational[];
  readonly target: RankTarget;
}

/** Three components, one of them in whole points; weights that sum to 1; few distinct scores, so that there are ties. */
export const randomCase: fc.Arbitrary<RandomCase> = fc
  .record({
    shares: fc.tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
    ),
    points: fc.integer({ min: 0, max: 37 }),
    second: fc.integer({ min: 0, max: 10_000 }),
    third: fc.integer({ min: 0, max: 10_000 }),
    others: fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 12 }),
    rank: fc.integer({ min: 1, max: 12 }),
    strict: fc.boolean(),
    decimals: fc.constantFrom(2, 4, null),
  })
  .map(({ shares, points, second, third, others, rank, strict, decimals }) => {
    const sum = shares.reduce((total, share) => total + share, 0);
    const lattice = { range: rational(37), step: rational(1) };
    const scales = [pointScale(lattice, { decimals: 4, mode: 'round' }), decimalScale(4), decimalScale(4)];
    return {
      weights: shares.map((share) => rational(share, sum)),
      components: [
        scales[0]?.valueAt(BigInt(points)) ?? rational(0),
        decimal(second / 1e4),
        decimal(third / 1e4),
      ],
      scales,
      others: others.map((score) => {
        const exact = decimal(score / 1e4);
        return decimals === null ? exact : roundTo(exact, decimals);
      }),
      target: { rank, strict, decimals },
    };
  });

export function boundOf({ others, target }: RandomCase) {
  return scoreBound(others, target);
}

/** The place by the plain definition: scores rounded, ranked, a shared rank as its best or as its worst place. */
export function placeOf(of: RandomCase, components: readonly Rational[]): number {
  const score = weightedSum(components.map((value, index) => [of.weights[index] ?? rational(0), value]));
  const rankedOn = of.target.decimals === null ? score : roundTo(score, of.target.decimals);
  const table = new Map<number, Rational>([[-1, rankedOn], ...of.others.entries()]);
  const ranks = rankDescending(table).competition;
  const rank = ranks.get(-1) ?? Number.NaN;
  const sharing = [...ranks.values()].filter((other) => other === rank).length - 1;
  return of.target.strict ? rank + sharing : rank;
}
