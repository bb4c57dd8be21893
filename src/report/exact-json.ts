/** Exact numbers in JSON: texts in lowest terms, `"1/3"`, `"153"`. */
import { fractionText } from '../analysis/methods/method-words.ts';

/** A replacer for `JSON.stringify`. */
export function exactAsText(_key: string, value: unknown): unknown {
  if (value !== null && typeof value === 'object' && 'num' in value && 'den' in value) {
    const { num, den } = value;
    if (typeof num === 'bigint' && typeof den === 'bigint') return fractionText({ num, den });
  }
  return value;
}
