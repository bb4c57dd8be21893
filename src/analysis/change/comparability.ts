/** Changes of method that lie between two editions, from the registry. */
import { METHODS } from '../../methodology/registry.ts';
import type { Edition, IndexCode } from '../../model/survey.ts';

export interface MethodBreak {
  /** The first edition of the new method. */
  readonly edition: Edition;
  readonly index: IndexCode;
  readonly what: string;
}

/** Breaks of these indices after the earlier and up to the later edition, in either order of the two. */
export function breaksBetween(a: Edition, b: Edition, indices: readonly IndexCode[]): MethodBreak[] {
  return METHODS.filter(({ edition }) => edition > Math.min(a, b) && edition <= Math.max(a, b)).flatMap(
    ({ edition, indices: methods }) =>
      indices.flatMap((index) => {
        const { breakBefore } = methods[index];
        return breakBefore === null ? [] : [{ edition, index, what: breakBefore.value }];
      }),
  );
}

/** Editions strictly between two. */
export function editionsBetween(a: Edition, b: Edition): Edition[] {
  return METHODS.map(({ edition }) => edition).filter(
    (edition) => edition > Math.min(a, b) && edition < Math.max(a, b),
  );
}
