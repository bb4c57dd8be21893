/** The steps from a declared address to the address of the file: pointer documents and listing pages. */
import type { HttpOrigin, HttpOriginStep } from '../../model/http-origin.ts';
import { issue, ReadFault } from '../../model/issue.ts';
import { readJson, readPageText } from './answer-content.ts';
import { ask, type FetchContext, limitsOf, placeOf } from './fetch-context.ts';
import type { IncomingFiles } from './incoming.ts';
import { formatPath, valueAt } from './json-path.ts';
import { requestOf, type Variables } from './origin-request.ts';
import { findLink } from './page-links.ts';

/** Pointers are small, and listing pages not large. */
const MAX_STEP_BYTES = 10_000_000;

export interface FollowedSteps {
  readonly variables: Variables;
  /** What addresses that a step gave are relative to. */
  readonly base: URL | undefined;
}

/** Throws `ReadFault` origin-unresolved when a document does not say what is declared, and what a file throws. */
export async function followSteps(
  origin: HttpOrigin,
  files: IncomingFiles,
  context: FetchContext,
): Promise<FollowedSteps> {
  const limits = limitsOf(origin, context);
  const variables = new Map<string, string>();
  let base: URL | undefined;
  for (const { request: declared, take } of origin.steps) {
    const request = requestOf(origin, declared, variables, context.secrets, base);
    const file = files.next();
    const stepLimits = { ...limits, maxBytes: MAX_STEP_BYTES, maxTransferredBytes: MAX_STEP_BYTES };
    const answer = await ask(origin, request, file, stepLimits, context);
    const place = placeOf(origin, request, answer);
    const found =
      'json' in take
        ? pointers((await readJson(file, place)).value, take.json)
        : findLink(await readPageText(file, place), answer.url, take);
    if (typeof found === 'string') {
      throw new ReadFault(
        issue('origin-unresolved', `${place.url}: ${found}`, {
          file: origin.id,
          hint: 'the publisher may have changed the page; look at it and correct the declaration',
        }),
      );
    }
    for (const [name, value] of found) variables.set(name, value);
    base = answer.url;
  }
  return { variables, base };
}

/** Each variable from its place in the document, or in words which is not there. */
function pointers(
  document: Parameters<typeof valueAt>[0],
  paths: Extract<HttpOriginStep['take'], { readonly json: unknown }>['json'],
): Map<string, string> | string {
  const found = new Map<string, string>();
  for (const [name, path] of Object.entries(paths)) {
    const value = valueAt(document, path);
    if (typeof value !== 'string' && typeof value !== 'number') {
      return `there is no text and no number at ${formatPath(path)} for {${name}}`;
    }
    found.set(name, String(value));
  }
  return found;
}
