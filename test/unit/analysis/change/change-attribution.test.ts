import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeChanges } from '../../../../src/analysis/change/change-attribution.ts';
import { findMethod } from '../../../../src/methodology/registry.ts';
import {
  type EditionScores,
  RANK_CHANGE_PARTS,
  SCORE_CHANGE_PARTS,
} from '../../../../src/model/change-attribution.ts';
import { add, compare, type Rational, rational, weightedSum, ZERO } from '../../../../src/model/rational.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../../../src/model/survey.ts';

type Members = EditionScores['members'];
type Triple = readonly [osi: number | null, tii: number | null, hci: number | null];

/** A printed score is never a float with a tail. */
const score = (units: number) => units / 100_000;

/** An edition with these sub-indices; its EGDI is the truncated plain mean, its ranks are those of the EGDI. */
function edition(year: number, sets: Readonly<Record<string, Triple | null>>): EditionScores {
  const egdi = (one: Triple | null) =>
    one === null
      ? null
      : score(Math.floor(one.reduce<number>((sum, value) => sum + Math.round((value ?? 0) * 1e5), 0) / 3));
  const all = Object.values(sets).map(egdi);
  const members = Object.entries(sets).map(([iso3, one]): Members[number] => {
    const own = egdi(one);
    const [osi = null, tii = null, hci = null] = one ?? [];
    const rank = own === null ? null : 1 + all.filter((other) => other !== null && other > own).length;
    return { iso3, rank, scores: { EGDI: own, OSI: osi, TII: tii, HCI: hci, EPI: null } };
  });
  return { edition: year, members };
}

const sumOf = (parts: object | null) => (Object.values(parts ?? {}) as Rational[]).reduce(add, ZERO);
const same = (a: Rational | undefined, b: Rational) => a !== undefined && compare(a, b) === 0;

const units = fc.integer({ min: 0, max: 40 }).map((step) => score(step * 2500));
const triple = fc.tuple(units, units, units);
const COUNTRIES = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF'];
const someone = fc.option(triple, { freq: 6 });
const field = fc
  .tuple(...COUNTRIES.map(() => someone))
  .map((values) => Object.fromEntries(COUNTRIES.map((iso3, at) => [iso3, values[at] ?? null])));
/** Pairs of editions with equal weights, and with others. */
const years = fc.constantFrom([2016, 2018] as const, [2005, 2008] as const, [2010, 2012] as const);
const pairs = fc
  .tuple(years, field, field)
  .map(([[was, is], a, b]) => [edition(was, a), edition(is, b)] as const);

describe('the split of a change between editions', () => {
  it('is made for those that are ranked in both, and its parts sum to the published changes exactly', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const ranked = ({ members }: EditionScores) =>
          new Map(members.filter(({ rank }) => rank !== null).map((one) => [one.iso3, one]));
        const [was, is] = [ranked(before), ranked(after)];
        const changes = attributeChanges(before, after);
        expect(changes.map(({ iso3 }) => iso3)).toEqual([...is.keys()].filter((iso3) => was.has(iso3)));
        for (const change of changes) {
          const [a, b] = [was.get(change.iso3), is.get(change.iso3)];
          const difference =
            Math.round((b?.scores.EGDI ?? 0) * 1e5) - Math.round((a?.scores.EGDI ?? 0) * 1e5);
          expect(same(change.scoreChange, rational(difference, 100_000))).toBe(true);
          expect(change.rankChange).toBe((a?.rank ?? 0) - (b?.rank ?? 0));
          expect(Object.keys(change.scoreParts ?? {}).sort()).toEqual([...SCORE_CHANGE_PARTS].sort());
          expect(Object.keys(change.rankParts ?? {}).sort()).toEqual([...RANK_CHANGE_PARTS].sort());
          expect(same(sumOf(change.scoreParts), change.scoreChange)).toBe(true);
          expect(same(sumOf(change.rankParts), rational(change.rankChange))).toBe(true);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('of a rank is the mean gain over all orders in which the players move', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        for (const { iso3, rankParts } of attributeChanges(before, after)) {
          const expected = meanGains(before, after, iso3);
          for (const [at, part] of RANK_CHANGE_PARTS.slice(0, 5).entries()) {
            expect(same(rankParts?.[part], expected[at] ?? ZERO), `${iso3} ${part}`).toBe(true);
          }
        }
      }),
      { seed: 2, numRuns: 25 },
    );
  });

  it('has places up as positive: a country that alone improves gains by its own part', () => {
    const before = edition(2016, { AAA: [0.2, 0.2, 0.2], BBB: [0.5, 0.5, 0.5], CCC: [0.6, 0.6, 0.6] });
    const after = edition(2018, { AAA: [0.2, 0.2, 1], BBB: [0.5, 0.5, 0.5], CCC: [0.3, 0.3, 0.3] });
    const [first, second, third] = attributeChanges(before, after);
    expect(first).toMatchObject({ iso3: 'AAA', edition: 2018, previousEdition: 2016, rankChange: 1 });
    expect(same(first?.scoreParts?.ownHci, rational(80_000, 300_000))).toBe(true);
    expect(same(first?.scoreParts?.ownOsi, ZERO)).toBe(true);
    // Half a place for itself, half because CCC fell: either alone is enough for none, both for one.
    expect(first?.rankParts).toMatchObject({ ownHci: { num: 1n, den: 2n }, others: { num: 1n, den: 2n } });
    expect(second).toMatchObject({ iso3: 'BBB', rankChange: 1 });
    expect(same(second?.rankParts?.others, rational(1))).toBe(true);
    expect(third?.rankChange).toBe(-2);
  });

  it('gives other weights their own part, and none where the weights are the same', () => {
    const still = { AAA: [0.9, 0.1, 0.1], BBB: [0.1, 0.1, 0.9005] } as const;
    const reweighted = attributeChanges(edition(2005, still), edition(2008, still));
    for (const { scoreParts } of reweighted) expect(same(scoreParts?.ownOsi, ZERO)).toBe(true);
    const [aaa] = reweighted;
    // 0.9 × (0.34 − 1/3) + 0.2 × (0.33 − 1/3)
    expect(same(aaa?.scoreParts?.method, rational(16, 3000))).toBe(true);
    expect(same(aaa?.rankParts?.method, rational(1))).toBe(true);
    for (const change of attributeChanges(edition(2016, still), edition(2018, still))) {
      expect(same(change.scoreParts?.method, ZERO)).toBe(true);
      expect(same(change.rankParts?.method, ZERO)).toBe(true);
    }
  });

  it('leaves a tie that rounding made to the residual', () => {
    const before = edition(2016, { AAA: [0.5, 0.5, 0.50001], BBB: [0.5, 0.5, 0.5] });
    const after = edition(2018, { AAA: [0.5, 0.5, 0.50001], BBB: [0.5, 0.5, 0.50003] });
    const [, bbb] = attributeChanges(before, after);
    // Printed alike in 2016, and so ranked alike; in fact BBB was behind.
    expect(bbb).toMatchObject({ rankChange: 0 });
    expect(same(bbb?.rankParts?.ownHci, rational(1))).toBe(true);
    expect(same(bbb?.rankParts?.residual, rational(-1))).toBe(true);
  });

  it('says what the own parts contain, and which sub-index was missing and counted as 0', () => {
    const before = edition(2004, { AAA: [0.4, 0.4, null], BBB: [0.4, 0.4, 0.4] });
    const after = edition(2005, { AAA: [0.4, 0.4, 0.7], BBB: [0.4, 0.4, 0.4] });
    const [aaa, bbb] = attributeChanges(before, after);
    expect(aaa).toMatchObject({ frameAndMethodIdentified: false });
    expect(aaa?.note).toMatch(/^HCI of 2004 was missing and counted as 0; the own part of OSI, TII contains/);
    expect(same(aaa?.scoreParts?.ownHci, rational(7, 30))).toBe(true);
    expect(bbb?.note).toMatch(
      /^the own part of OSI, TII contains .*\(frame\).*published data does not identify these$/,
    );
    const later = { AAA: [0.4, 0.4, 0.7] } as const;
    const [all] = attributeChanges(edition(2016, later), edition(2018, later));
    expect(all?.note).toMatch(/^the own part of OSI, TII, HCI contains/);
  });

  it('is not made where a method is unknown, or has no rule for what is missing', () => {
    const some = { AAA: [0.4, 0.4, 0.4] } as const;
    const [unknown] = attributeChanges(edition(2024, some), edition(2026, some));
    expect(unknown).toMatchObject({
      rankChange: 0,
      scoreParts: null,
      rankParts: null,
      note: 'not split: the method of 2026 is unknown',
    });
    const [gap] = attributeChanges(edition(2016, some), edition(2018, { ...some, BBB: [0.5, null, 0.5] }));
    expect(gap).toMatchObject({
      scoreParts: null,
      note: expect.stringMatching(/^not split: TII of BBB 2018: it is missing/),
    });
  });

  it('refuses a score of more decimals than the Survey prints', () => {
    const fine = edition(2018, { AAA: [0.4, 0.4, 0.4] });
    const [member] = fine.members;
    if (member === undefined) throw new Error('no member');
    const finer = { ...fine, members: [{ ...member, scores: { ...member.scores, OSI: 0.1234567 } }] };
    expect(() => attributeChanges(fine, finer)).toThrow(/0\.1234567 has more than five decimals/);
  });
});

/** The five players' gains by definition: fractions, all 120 orders, everyone compared with everyone. */
function meanGains(before: EditionScores, after: EditionScores, iso3: string): Rational[] {
  const editions = [before, after] as const;
  const rankedIn = (at: 0 | 1) => editions[at].members.filter(({ rank }) => rank !== null);
  const weightsOf = (at: 0 | 1) => findMethod(editions[at].edition)?.egdi.weights.value;
  const shareOf = (who: string, code: SubIndexCode, at: 0 | 1) =>
    rational(
      Math.round((editions[at].members.find((one) => one.iso3 === who)?.scores[code] ?? 0) * 1e5),
      100_000,
    );
  const ranks = new Map<string, number>();
  const rankOf = (moved: readonly boolean[]): number => {
    const key = moved.join();
    const known = ranks.get(key);
    if (known !== undefined) return known;
    const at = (player: number): 0 | 1 => (moved[player] ? 1 : 0);
    const total = (who: string, time: (position: number) => 0 | 1) =>
      weightedSum(
        SUB_INDEX_CODES.map((code, position) => [
          weightsOf(at(4))?.[code] ?? ZERO,
          shareOf(who, code, time(position)),
        ]),
      );
    const own = total(iso3, at);
    const rivals = rankedIn(at(3)).filter((one) => one.iso3 !== iso3);
    const rank =
      1 +
      rivals.filter(
        (one) =>
          compare(
            total(one.iso3, () => at(3)),
            own,
          ) > 0,
      ).length;
    ranks.set(key, rank);
    return rank;
  };
  const gains = [0, 0, 0, 0, 0];
  for (const order of permutations([0, 1, 2, 3, 4])) {
    const moved = [false, false, false, false, false];
    for (const player of order) {
      const rank = rankOf(moved);
      moved[player] = true;
      gains[player] = (gains[player] ?? 0) + rank - rankOf(moved);
    }
  }
  return gains.map((gain) => rational(gain, 120));
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
