/** The edition that a person means on the command line. */
import { EgdiError, EXIT } from '../model/error.ts';
import type { Edition } from '../model/survey.ts';

export function looksLikeEdition(text: string): boolean {
  return /^\d{4}$/.test(text);
}

/**
 * Whether it is loaded, or declared, is for the caller to ask.
 * @param example - the command as it would be right
 * @throws EgdiError `edition-unknown` (exit 2)
 */
export function askedEdition(text: string, example: string): Edition {
  if (looksLikeEdition(text)) return Number(text);
  throw new EgdiError('edition-unknown', `“${text}” is no edition`, {
    exitCode: EXIT.usage,
    hint: `an edition is a year such as 2018: ${example}`,
  });
}
