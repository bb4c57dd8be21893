/** What the flags of a cell say together: `‡; n` is estimated, and nil. */
import type { ObservationMark, TableRules } from './matched-table.ts';

const NOTHING: ObservationMark = {};

/** Undefined where a flag is not declared, or two of them give different reasons for one missing value. */
export function markOf(
  text: string,
  { marks, flagSeparator }: Pick<TableRules, 'marks' | 'flagSeparator'>,
): ObservationMark | undefined {
  if (text === '') return NOTHING;
  const whole = marks.get(text);
  if (whole !== undefined || flagSeparator === null) return whole;
  let together: ObservationMark | undefined = NOTHING;
  for (const part of text.split(flagSeparator)) {
    const mark = marks.get(part.trim());
    together = mark === undefined || together === undefined ? undefined : joinMarks(together, mark);
  }
  return together;
}

/** Both marks; undefined where they give different reasons for one missing value. */
export function joinMarks(one: ObservationMark, other: ObservationMark): ObservationMark | undefined {
  const { missing } = { ...other, ...one };
  if (one.missing !== undefined && other.missing !== undefined && one.missing !== other.missing) {
    return undefined;
  }
  return {
    ...(missing === undefined ? {} : { missing }),
    ...(one.isEstimated || other.isEstimated ? { isEstimated: true } : {}),
    ...(one.isPreliminary || other.isPreliminary ? { isPreliminary: true } : {}),
  };
}
