/** The edition that a person means on the command line, whose method is declared. */
import type { EditionMethod } from '../methodology/method.ts';
import { findMethod, METHODS } from '../methodology/registry.ts';
import { EgdiError, EXIT } from '../model/error.ts';

/** Throws `edition-unknown` (exit 2), with the editions that there are. */
export function askedMethod(text: string): EditionMethod {
  const method = /^\d{4}$/.test(text) ? findMethod(Number(text)) : undefined;
  if (method !== undefined) return method;
  throw new EgdiError('edition-unknown', `there is no method of an edition “${text}”`, {
    exitCode: EXIT.usage,
    hint: `editions: ${METHODS.map(({ edition }) => edition).join(', ')}`,
  });
}
