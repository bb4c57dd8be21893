/**
 * From other inputs of one country to the change of its sub-index, everybody else where they were: measured in the frame
 * of an edition whose method is known, and added to the published value of the one asked about.
 */

import { quantile } from '../../composite/statistics/quantile.ts';
import { type ComponentCode, componentOf } from '../../model/component-counterpart.ts';
import type { Edition } from '../../model/survey.ts';
import { scoreInFrame } from '../recomputation/frame.ts';
import type { RecomputableIndex } from '../recomputation/recomputable-index.ts';
import type { Recomputation } from '../recomputation/recompute.ts';
import type { Movement } from './component-news.ts';

/** An edition that a change can be measured in. */
export interface BridgeFrame {
  readonly edition: Edition;
  /** Year of its inputs. */
  readonly dataYear: number;
  readonly index: RecomputableIndex;
  readonly recomputation: Recomputation;
}

export interface BridgeRules {
  /** The components that move the index; others of the bridge stay. */
  readonly moving: ReadonlySet<ComponentCode>;
  /** False: the country's own figure is measured without the cap; the frame stays as it is. */
  readonly isCapped: boolean;
}

/** The change of the sub-index that these movements make; 0 where none of them moves it. */
export function changeOf(
  { index, recomputation: { frame } }: BridgeFrame,
  movements: ReadonlyMap<ComponentCode, Movement>,
  { moving, isCapped }: BridgeRules,
): number {
  const uncapped: RecomputableIndex = isCapped
    ? index
    : {
        ...index,
        components: index.components.map((one) => ({
          ...one,
          preparation: one.preparation.filter(({ kind }) => kind !== 'cap'),
        })),
      };
  const valuesAt = (end: 'from' | 'to') =>
    new Map(
      index.components.map(({ code }) => {
        const component = componentOf(code);
        const movement = component && moving.has(component) ? movements.get(component) : undefined;
        // What does not move cancels out, whatever it is: the mean of the frame stands for it.
        const still = frame.components.get(code)?.mean ?? Number.NaN;
        return [code, movement === undefined ? still : movement[end]];
      }),
    );
  const change =
    scoreInFrame(uncapped, frame, valuesAt('to')) - scoreInFrame(uncapped, frame, valuesAt('from'));
  return Math.abs(change) < NO_CHANGE ? 0 : change;
}

/** Rounding of the sums. */
const NO_CHANGE = 1e-12;

/** What counts at most of a component; null: it has no cap. */
export function capOfComponent({ index }: BridgeFrame, component: ComponentCode): number | null {
  const steps = index.components.find(({ code }) => componentOf(code) === component)?.preparation ?? [];
  return steps.reduce<number | null>((cap, step) => (step.kind === 'cap' ? step.at : cap), null);
}

export interface ErrorsOfChange {
  /** Ascending, their median taken off. */
  readonly centred: Float64Array;
  readonly median: number;
  /**
   * `change`: recomputed minus published change between two editions of one method; `level`: recomputed minus
   * published value of one edition, where a second one is not there.
   */
  readonly of: 'change' | 'level';
}

/** How far the bridge has been off: over the countries whose inputs are all observed. */
export function errorsOfChange({ recomputation }: BridgeFrame, before: BridgeFrame | null): ErrorsOfChange {
  const now = errorsByCountry(recomputation);
  const then = before === null ? null : errorsByCountry(before.recomputation);
  const errors = [...now].flatMap(([iso3, error]) => {
    if (then === null) return [error];
    const earlier = then.get(iso3);
    return earlier === undefined ? [] : [error - earlier];
  });
  const median = errors.length === 0 ? 0 : quantile(Float64Array.from(errors), 0.5);
  return {
    centred: Float64Array.from(errors, (error) => error - median).sort(),
    median,
    of: then === null ? 'level' : 'change',
  };
}

function errorsByCountry({ units }: Recomputation): Map<string, number> {
  return new Map(
    units.flatMap(({ iso3, isObserved, recomputed, published }) =>
      isObserved && recomputed !== null ? [[iso3, recomputed - published] as const] : [],
    ),
  );
}
