/**
 * JSON as the readers give it: numbers keep their text (no binary float comes between print and fact), and a value is
 * told by its path.
 */

/** A number is the text of its digits. */
export type Json = null | boolean | string | readonly Json[] | JsonObject;

/** Without a prototype, so that no key can reach one. */
export interface JsonObject {
  readonly [key: string]: Json;
}

const PLAIN_KEY = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** `$[0].y122020`, `$.data[3][2]`, `$['men_0-15']`. */
export function jsonPath(steps: readonly PropertyKey[]): string {
  const parts = steps.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    const key = String(step);
    return PLAIN_KEY.test(key) ? `.${key}` : `[${quoted(key)}]`;
  });
  return `$${parts.join('')}`;
}

function quoted(key: string): string {
  return `'${key.replace(/[\\']/g, '\\$&')}'`;
}
