/**
 * A value that is measured in a frame which others move: c = (x − origin)/span. Its change is split into what the own x
 * did and what the frame did, by the Shapley value of the game of these two players. The frame is minimum and range for a
 * min–max, mean and standard deviation for a z-score, one level down.
 */
import { ComputationRefused } from '../refusal.ts';
import { sumTo } from './sum-to.ts';

export interface Frame {
  /** Minimum, or mean. */
  readonly origin: number;
  /** Maximum − minimum, or standard deviation. */
  readonly span: number;
}

export interface FrameChange {
  readonly own: number;
  readonly frame: number;
}

/**
 * φ_own = ½·[c(x₁,F₀) − c(x₀,F₀) + c(x₁,F₁) − c(x₀,F₁)], φ_frame the same with the roles changed; own + frame is the change
 * of c to the last bit.
 * @throws ComputationRefused `values-constant`: a frame without a span; `value-missing`
 */
export function splitFramedChange(
  about: string,
  before: { readonly value: number; readonly frame: Frame },
  after: { readonly value: number; readonly frame: Frame },
): FrameChange {
  for (const { value, frame } of [before, after]) {
    if (!Number.isFinite(value + frame.origin + frame.span)) {
      throw new ComputationRefused('value-missing', about, 'a value or its frame is missing');
    }
    if (!(frame.span > 0)) {
      throw new ComputationRefused('values-constant', about, 'the values of the frame do not vary');
    }
  }
  const scaled = (value: number, { origin, span }: Frame): number => (value - origin) / span;
  const [old, now] = [before.frame, after.frame];
  const change = scaled(after.value, now) - scaled(before.value, old);
  const step = after.value - before.value;
  const own = (step / old.span + step / now.span) / 2;
  const [ownPart, framePart] = sumTo(Float64Array.of(own, change - own), change);
  return { own: ownPart as number, frame: framePart as number };
}
