/** One rule of a methodology with its evidence: what every part of a declaration is made of. */
import type { EvidenceMark } from '../model/survey.ts';

/** A rule and how it is known. A null value is an unknown rule: what depends on it refuses. */
export interface Rule<T> {
  readonly value: T;
  readonly evidence: EvidenceMark;
  readonly source: string;
}

export function rule<T>(value: T, evidence: EvidenceMark, source: string): Rule<T> {
  return { value, evidence, source };
}

/** A rule that no source gives. */
export function unknownRule(reason: string): Rule<null> {
  return { value: null, evidence: 'unknown', source: reason };
}
