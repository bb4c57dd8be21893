/**
 * An edition's method as a list of facts in words, each with how it is known: what `egdi methods` prints and compares.
 * The words are derived from the declarations, so that two editions differ in words exactly where their rules differ.
 */
import type { Basis, GroupNode, IndexNode } from '../../methodology/definition.ts';
import { egdiTree } from '../../methodology/indices/egdi.ts';
import type { EditionMethod, IndexMethod } from '../../methodology/method.ts';
import { nodesOf } from '../../methodology/nodes.ts';
import type { Rule } from '../../methodology/rule.ts';
import { INDEX_CODES, type IndexCode, SUB_INDEX_CODES } from '../../model/survey.ts';
import {
  aggregationWords,
  capWords,
  denominatorWords,
  directionWords,
  fractionText,
  levelWords,
  missingWords,
  NOT_ASSESSED_WORDS,
  preparationWords,
  printWords,
  rankBasisWords,
  statusWords,
  stepsWords,
  weightsWords,
} from './method-words.ts';

/** The indices, and what an edition has for all of them. */
export type MethodPart = IndexCode | 'groups';

export interface MethodFact {
  readonly part: MethodPart | string;
  /** Code of the group that it is about: `TII`, or a pillar. */
  readonly node: string;
  /** `weights`, `cap` … */
  readonly name: string;
  /** Null: unknown. */
  readonly text: string | null;
  /** Of a list: its members, in the order declared. */
  readonly members?: readonly string[];
  /** How it is known; more than one where its members are known differently. */
  readonly basis: readonly Basis[];
}

export const METHOD_PARTS: readonly MethodPart[] = [...INDEX_CODES, 'groups'];

export function methodFacts(method: EditionMethod): readonly MethodFact[] {
  return [...INDEX_CODES.flatMap((code) => indexFacts(method, code)), ...groupFacts(method)];
}

/** An index beyond the Survey: the facts of its tree. */
export function treeFacts(root: GroupNode): readonly MethodFact[] {
  return nodesOf(root).flatMap((node) => (node.kind === 'group' ? groupNodeFacts(root.code, node) : []));
}

function indexFacts(method: EditionMethod, code: IndexCode): MethodFact[] {
  const rules = method.indices[code];
  const tree = rules.tree ?? egdiTree(method, 'as-published');
  return [
    ...groupNodeFacts(code, tree),
    ...(rules.referenceSet === null
      ? []
      : [fact(code, 'reference set', rules.referenceSet, () => 'all members that have the value')]),
    ...(rules.lattice === null
      ? []
      : [
          fact(
            code,
            'range of points',
            rules.lattice,
            ({ range, step }) => `${fractionText(range)}, in steps of ${fractionText(step)}`,
          ),
        ]),
    ...(code === 'EGDI' ? egdiFacts(method) : []),
    ...publicationFacts(code, rules),
  ];
}

function egdiFacts({ egdi }: EditionMethod): MethodFact[] {
  return [
    egdi.inputDecimals === null
      ? {
          part: 'EGDI',
          node: 'EGDI',
          name: 'inputs',
          text: 'as published',
          basis: [{ evidence: egdi.weights.evidence, source: egdi.weights.source }],
        }
      : fact('EGDI', 'inputs', egdi.inputDecimals, (decimals) =>
          SUB_INDEX_CODES.map((code) => `${code} rounded to ${decimals[code]} decimals`).join(', '),
        ),
    fact('EGDI', 'not assessed', egdi.notAssessedWhen, (when) => NOT_ASSESSED_WORDS[when]),
    fact('EGDI', 'ranked on', egdi.rankBasis, rankBasisWords),
  ];
}

function publicationFacts(code: IndexCode, rules: IndexMethod): MethodFact[] {
  return [
    fact(code, 'rank rule', rules.rankRule, (rule) =>
      rule === 'dense' ? 'dense: 1, 2, 2, 3' : 'competition: 1, 2, 2, 4',
    ),
    fact(code, 'printed with', rules.precision, printWords),
    fact(code, 'a printed zero means', rules.zeroMeans, statusWords),
    ...(rules.breakBefore === null
      ? []
      : [fact(code, 'break with the edition before', rules.breakBefore, (text) => text)]),
  ];
}

function groupFacts({ levels, ratingClasses, denominator }: EditionMethod): MethodFact[] {
  return [
    fact('groups', 'level groups', levels, levelWords),
    ratingClasses === null
      ? {
          part: 'groups',
          node: 'groups',
          name: 'rating classes',
          text: 'none',
          basis: [{ evidence: 'recalled', source: 'rating classes came with the 2020 edition' }],
        }
      : fact('groups', 'rating classes', ratingClasses, () => 'quartiles by rank within a level group'),
    fact('groups', 'means of groups over', denominator, (rule) => rule.replaceAll('-', ' ')),
  ];
}

/** What a group is made of, and how its children become its value. */
function groupNodeFacts(part: string, node: GroupNode): MethodFact[] {
  const { code: nodeCode, children, childrenBasis, aggregation, missing, steps } = node;
  const one = <T>(name: string, rule: Rule<T>, words: (value: NonNullable<T>) => string) => ({
    ...fact(part, name, rule, words),
    node: nodeCode,
  });
  const each = (
    name: string,
    rule: (child: IndexNode) => Rule<unknown>,
    text: string | null,
  ): MethodFact => ({
    part,
    node: nodeCode,
    name,
    text,
    basis: distinct(children.map(rule)),
  });
  const indicators = children.filter((child) => child.kind === 'indicator');
  const stepsOfEach = indicators.map((child) => child.steps.value);
  return [
    {
      part,
      node: nodeCode,
      name: 'components',
      text: children.map(({ code }) => code).join(', '),
      members: children.map(({ code }) => code),
      basis: childrenBasis === undefined ? [] : [childrenBasis],
    },
    each('weights', ({ weight }) => weight, weightsWords(children, aggregation.value)),
    ...(indicators.length === 0
      ? []
      : [
          each('direction', directionRule, directionWords(indicators)),
          ...(stepsOfEach.some((found) => found?.some(({ kind }) => kind === 'denominate'))
            ? [each('divided by', ({ steps: rule }) => rule, denominatorWords(indicators, stepsOfEach))]
            : []),
          each('cap', ({ steps: rule }) => rule, capWords(indicators, stepsOfEach)),
          each('preparation', ({ steps: rule }) => rule, preparationWords(indicators, stepsOfEach)),
        ]),
    one('aggregation', aggregation, aggregationWords),
    one('without a component', missing, missingWords),
    one('normalisation', steps, (found) => (found.length === 0 ? 'none' : stepsWords(found))),
  ];
}

function directionRule(child: IndexNode): Rule<unknown> {
  return child.kind === 'indicator' ? child.direction : child.weight;
}

function fact<T>(
  part: MethodPart | string,
  name: string,
  rule: Rule<T>,
  words: (value: NonNullable<T>) => string,
): MethodFact {
  return {
    part,
    node: part,
    name,
    text: rule.value === null || rule.value === undefined ? null : words(rule.value),
    basis: [{ evidence: rule.evidence, source: rule.source }],
  };
}

function distinct(rules: readonly Basis[]): Basis[] {
  const byText = new Map(
    rules.map(({ evidence, source }) => [`${evidence} ${source}`, { evidence, source }] as const),
  );
  return [...byText.values()];
}
