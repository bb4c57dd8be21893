/** The index that a person means on the command line. */
import { EgdiError, EXIT } from '../model/error.ts';
import { INDEX_CODES, type IndexCode } from '../model/survey.ts';
import { nearestName } from '../runtime/nearest-name.ts';

/** In any case. Throws `index-unknown` (exit 2), with what was probably meant. */
export function askedIndex(text: string): IndexCode {
  const found = INDEX_CODES.find((code) => code === text.toUpperCase());
  if (found !== undefined) return found;
  const near = nearestName(text, INDEX_CODES);
  const known = `indices: ${INDEX_CODES.join(', ')}`;
  throw new EgdiError('index-unknown', `there is no index “${text}”`, {
    exitCode: EXIT.usage,
    hint: near === undefined ? known : `did you mean ${near}? ${known}`,
  });
}
