/** The sub-indices of an edition by its own and by another edition's method: as published, or made anew from components. */
import type { SubIndexValues } from '../../composite/exact/egdi-score.ts';
import { ComputationRefused } from '../../composite/refusal.ts';
import { compileIndex } from '../../composite/tree/compile.ts';
import { evaluateIndex } from '../../composite/tree/evaluate.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import { componentsOf } from '../../methodology/nodes.ts';
import type { ComponentValue } from '../../model/component-value.ts';
import { type Rational, rational, roundTo } from '../../model/rational.ts';
import { SUB_INDEX_CODES, type SubIndexCode } from '../../model/survey.ts';
import { componentTable } from '../component-table.ts';
import { breaksBetween } from './comparability.ts';
import { type EditionWithMethod, exactScore } from './ranked-states.ts';

/** What a sub-index of the recomputation is, and why it is not more than that. */
export interface SubIndexBasis {
  readonly index: SubIndexCode;
  /** `unchanged`: one construction in both methods, as published; `as-published`: could not be made anew. */
  readonly basis: 'unchanged' | 'as-published' | 'from-components';
  readonly reason: string;
  /** Made anew: members that lack a component of either method, left out on both sides by the rule for missing values. */
  readonly without: readonly string[];
}

export interface RemadeSubIndices {
  readonly own: ReadonlyMap<string, SubIndexValues>;
  readonly other: ReadonlyMap<string, SubIndexValues>;
  readonly basis: readonly SubIndexBasis[];
}

type Values = ReadonlyMap<string, Rational | null>;

interface BothSides {
  readonly own: Values;
  readonly other: Values;
  readonly basis: SubIndexBasis;
}

export function remakeSubIndices(
  data: EditionWithMethod,
  method: EditionMethod,
  components: readonly ComponentValue[],
): RemadeSubIndices {
  const sides = new Map(SUB_INDEX_CODES.map((code) => [code, sidesOf(code, data, method, components)]));
  const together = (side: 'own' | 'other') =>
    new Map(
      data.figures.members.map(({ iso3 }): [string, SubIndexValues] => {
        const value = (code: SubIndexCode) => sides.get(code)?.[side].get(iso3) ?? null;
        return [iso3, { OSI: value('OSI'), TII: value('TII'), HCI: value('HCI') }];
      }),
    );
  return {
    own: together('own'),
    other: together('other'),
    basis: [...sides.values()].map(({ basis }) => basis),
  };
}

function sidesOf(
  code: SubIndexCode,
  data: EditionWithMethod,
  method: EditionMethod,
  components: readonly ComponentValue[],
): BothSides {
  const published = new Map(
    data.figures.members.map(({ iso3, scores }) => {
      const score = scores[code];
      return [iso3, score === null ? null : exactScore(score)] as const;
    }),
  );
  const asPublished = (basis: SubIndexBasis['basis'], reason: string): BothSides => ({
    own: published,
    other: published,
    basis: { index: code, basis, reason, without: [] },
  });
  const [from, to] = [data.figures.edition, method.edition];
  if (from === to) return asPublished('unchanged', `${code} ${from} as published`);
  if (code === 'OSI') {
    return asPublished(
      'as-published',
      `each edition asks another questionnaire: the answers of ${from} cannot be scored by the questions of ${to}`,
    );
  }
  if (breaksBetween(from, to, [code]).length === 0) {
    return asPublished('unchanged', `${code} is made in the same way in ${from} and ${to}`);
  }
  const known = componentsOf(method.indices[code]);
  const { construction } = method.indices[code];
  const series = known.map((component) => component.code).join(', ');
  const wanted = `the method of ${to} (${construction.value}) takes ${series}`;
  const given = new Set(
    components.filter(({ edition }) => edition === from).map(({ component }) => component),
  );
  if (!known.some((one) => given.has(one.code))) {
    return asPublished('as-published', `${wanted}; only the published ${code} of ${from} is loaded`);
  }
  try {
    const other = made(code, data, method, components);
    const own = madeIfPossible(code, data, components);
    // A gap of the file is no rule of a method: whoever has one is left out on both sides.
    const isWhole = (iso3: string) => other.get(iso3) !== null && own?.get(iso3) !== null;
    const without = [...published.keys()].filter((iso3) => !isWhole(iso3));
    const whole = (values: Values): Values =>
      new Map([...values].map(([iso3, value]) => [iso3, isWhole(iso3) ? value : null]));
    const against =
      own === undefined
        ? `compared with the published ${code}, because the components do not give that of ${from}`
        : `compared with ${code} by the method of ${from} from the same components`;
    return {
      own: whole(own ?? published),
      other: whole(other),
      basis: { index: code, basis: 'from-components', reason: `${wanted}; ${against}`, without },
    };
  } catch (error) {
    if (!(error instanceof ComputationRefused)) throw error;
    return asPublished('as-published', `${wanted}; ${error.message}`);
  }
}

function madeIfPossible(
  code: SubIndexCode,
  data: EditionWithMethod,
  components: readonly ComponentValue[],
): Values | undefined {
  try {
    return made(code, data, data.method, components);
  } catch (error) {
    if (error instanceof ComputationRefused) return undefined;
    throw error;
  }
}

/** The sub-index from its components, shortened as the method's edition prints it. */
function made(
  code: SubIndexCode,
  { figures }: EditionWithMethod,
  method: EditionMethod,
  components: readonly ComponentValue[],
): Values {
  const { tree, precision } = method.indices[code];
  if (tree === null) throw new ComputationRefused('rule-unknown', code, 'its construction is not declared');
  const units = figures.members.map(({ iso3 }) => iso3);
  const { root } = evaluateIndex(compileIndex(tree), componentTable(components, figures.edition, units));
  const { decimals, mode } = precision.value;
  return new Map(
    units.map((iso3, row) => {
      const score = root.scores[row] as number;
      if (Number.isNaN(score)) return [iso3, null];
      const exact = rational(Math.round(score * 1e12), 10n ** 12n);
      return [iso3, roundTo(exact, decimals, mode === 'truncate' ? 'floor' : 'half-up')];
    }),
  );
}
