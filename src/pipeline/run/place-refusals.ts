/**
 * Which editions are refused, for a publication in part: also those whose file could not be read at all, so that no
 * other file is published in its place. An error that is of no edition may be of any: then nothing is published in part.
 */
import type { Issue } from '../../model/issue.ts';
import type { Edition } from '../../model/survey.ts';
import { findingsByEdition } from '../backfill/range.ts';
import type { ProcessedInputs } from './process-inputs.ts';
import type { RunRequest } from './run-request.ts';

/** The request and what was processed, as a run with these findings may take them. */
export function placeRefusals(
  request: RunRequest,
  processed: ProcessedInputs,
  issues: readonly Issue[],
  knownEditions: Iterable<Edition>,
): { readonly request: RunRequest; readonly processed: ProcessedInputs } {
  if (!request.publishPartial) return { request, processed };
  const known = new Set(knownEditions);
  const errors = findingsByEdition(
    issues.filter(({ severity }) => severity === 'error'),
    known,
  );
  if (errors.ofAll.length > 0) return { request: { ...request, publishPartial: false }, processed };
  const refused = [...known].filter((edition) => errors.ofEdition(edition).length > 0);
  return {
    request,
    processed: { ...processed, refusedEditions: new Set([...processed.refusedEditions, ...refused]) },
  };
}
