/** What differs between the methods of two editions, rule by rule, in words. */
import type { Basis } from '../../methodology/definition.ts';
import type { MethodFact } from './method-facts.ts';

export interface MethodDifference {
  readonly part: string;
  readonly name: string;
  /** Null: unknown; undefined: the edition has no such rule. */
  readonly before: string | null | undefined;
  readonly after: string | null | undefined;
  /** Of a list: what left it and what came. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** How the later one is known; of a rule that is gone, the earlier one. */
  readonly basis: readonly Basis[];
}

/**
 * Compares fact by fact; in the order of the later edition, then what only the earlier one has. Rules that are equal
 * but known from different sources do not differ, nor do the words of a break: they are about one edition only.
 */
export function diffMethods(before: readonly MethodFact[], after: readonly MethodFact[]): MethodDifference[] {
  const key = ({ part, node, name }: MethodFact) => `${part} ${node} ${name}`;
  const earlier = new Map(comparable(before).map((fact) => [key(fact), fact]));
  const later = comparable(after);
  const keys = new Set(later.map(key));
  const gone = [...earlier.values()].filter((fact) => !keys.has(key(fact)));
  return [
    ...later.flatMap((fact) => difference(earlier.get(key(fact)), fact)),
    ...gone.flatMap((fact) => difference(fact, undefined)),
  ];
}

function comparable(facts: readonly MethodFact[]): readonly MethodFact[] {
  return facts.filter(({ name }) => name !== 'break with the edition before');
}

function difference(before: MethodFact | undefined, after: MethodFact | undefined): MethodDifference[] {
  const known = after ?? before;
  if (known === undefined || (before !== undefined && after !== undefined && before.text === after.text)) {
    return [];
  }
  const [had, has] = [before?.members ?? [], after?.members ?? []];
  return [
    {
      part: known.part,
      name: known.name,
      before: before === undefined ? undefined : before.text,
      after: after === undefined ? undefined : after.text,
      removed: had.filter((member) => !has.includes(member)),
      added: has.filter((member) => !had.includes(member)),
      basis: known.basis,
    },
  ];
}
