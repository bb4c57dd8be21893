/** `egdi explain KAZ 2016 2018 --json`. Extended, never renamed. */
import type { ChangeEnd, ChangeExplanation, ChangePart } from '../analysis/change/rank-change.ts';
import { weightText } from '../methodology/nodes.ts';
import { decimalText } from '../model/decimal.ts';
import { type Rational, reduce, toNumber } from '../model/rational.ts';

/** Scores are decimal texts; parts come as a number and as the exact fraction. */
export function changeJson(change: ChangeExplanation): string {
  const { iso3, name, index, before, after, score, rank, geometric, frames } = change;
  return JSON.stringify(
    {
      kind: 'change',
      country: { iso3, name },
      index,
      release: after.releaseNo,
      sign: {
        score: 'positive raises the score',
        rank: 'positive is a larger rank number, which is worse: places down',
      },
      before: endJson(before),
      after: endJson(after),
      score: { change: decimalText(score.change), parts: score.parts.map(partJson(frames)) },
      rank: {
        change: rank.change,
        places:
          rank.change === 0 ? 'no change' : `${Math.abs(rank.change)} ${rank.change > 0 ? 'down' : 'up'}`,
        ownAndOthers: rank.ownAndOthers.map(partJson(frames)),
        columns: rank.columns.map(partJson([])),
      },
      geometric,
      frames,
      overtaking: change.overtaking,
      breaks: change.breaks,
      crossed: change.crossed,
    },
    null,
    2,
  );
}

function endJson({ parts, score, ...end }: ChangeEnd) {
  return {
    ...end,
    score: String(score),
    parts: parts.map(({ index, published, missingAsZero, weight }) => ({
      index,
      published: published === null ? null : String(published),
      missingAsZero,
      weight: weightText(weight),
    })),
  };
}

function partJson(frames: ChangeExplanation['frames']) {
  return ({ part, index, value }: ChangePart) => {
    const frame = frames.find((one) => one.index === index);
    return {
      part,
      index: index ?? null,
      value: toNumber(value),
      exact: fractionText(value),
      ...(frame === undefined ? {} : { frameAndMethod: frame.status }),
    };
  };
}

function fractionText(value: Rational): string {
  const { num, den } = reduce(value);
  return den === 1n ? String(num) : `${num}/${den}`;
}
