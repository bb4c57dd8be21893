/**
 * A declared origin → a snapshot and its vintage: the steps to the file, the file itself, the check that it is one,
 * and the record of where it came from. What the server has not changed is not fetched again.
 */
import type { HttpOrigin } from '../../model/http-origin.ts';
import { type Issue, issue, ReadFault } from '../../model/issue.ts';
import type { HttpAnswer, HttpCondition, HttpRequest } from '../../runtime/http/http-request.ts';
import { shownUrl, writtenForms } from '../../runtime/http/request-address.ts';
import { createRedactor } from '../../runtime/redact.ts';
import { intactSnapshot, isKept, keepSnapshot } from '../extract.ts';
import { checkedFormat } from './answer-content.ts';
import { ask, type FetchContext, limitsOf, placeOf } from './fetch-context.ts';
import { fetchPages } from './fetch-pages.ts';
import { type FetchedSource, originOf, sourceOf } from './fetched-source.ts';
import { type IncomingFiles, openIncoming } from './incoming.ts';
import { requestIdentity, requestOf, type Variables } from './origin-request.ts';
import { followSteps } from './origin-steps.ts';
import { addVintage, confirmVintage, newestVintage, type Vintage, type VintageDraft } from './vintages.ts';

/**
 * Fetches one origin, or offline takes its newest snapshot.
 * Throws `ReadFault` with an issue of the origin (what it answered, or did not), `EgdiError` vintage-damaged, the reason
 * of the signal, and errors of the file system. Whatever it throws, the vintages kept are as before.
 */
export async function fetchOrigin(origin: HttpOrigin, context: FetchContext): Promise<FetchedSource> {
  const { snapshotFolder, clock, logger } = context;
  const kept = await newestVintage(snapshotFolder, origin.id);
  const snapshot = kept && (await intactSnapshot(kept.sha256, snapshotFolder));
  if (context.isOffline) return offline(origin, kept, snapshot, context);
  const files = await openIncoming(snapshotFolder, clock.now());
  try {
    const known = kept !== undefined && snapshot !== undefined ? kept : undefined;
    const got = await fetchAnswer(origin, known, files, context);
    const checkedAt = clock.now().toISOString();
    if (got === 'not-modified') {
      if (kept === undefined || snapshot === undefined) throw new RangeError('a condition without a vintage');
      const vintage = await confirmVintage(snapshotFolder, kept, { checkedAt });
      return sourceOf(origin, 'not-modified', vintage, snapshot, context);
    }
    const { file, draft } = got;
    const isUnreliable = kept !== undefined && contradicts(kept, draft);
    const areValidatorsReliable = (kept?.areValidatorsReliable ?? true) && !isUnreliable;
    const vintageDraft: VintageDraft = { ...draft, retrievedAt: checkedAt, checkedAt, areValidatorsReliable };
    const path = await keep(origin, file, vintageDraft, context);
    const outcome = kept === undefined ? 'new' : kept.sha256 === draft.sha256 ? 'unchanged' : 'changed';
    const vintage = await addVintage(snapshotFolder, vintageDraft);
    logger.info('origin.fetched', { origin: origin.id, outcome, sha256: draft.sha256, bytes: draft.bytes });
    const issues = isUnreliable ? [unreliable(origin, draft)] : [];
    return sourceOf(origin, outcome, vintage, path, context, issues);
  } finally {
    await files.close();
  }
}

interface Got {
  readonly file: string;
  readonly draft: Omit<VintageDraft, 'retrievedAt' | 'checkedAt' | 'areValidatorsReliable'>;
}

async function fetchAnswer(
  origin: HttpOrigin,
  known: Vintage | undefined,
  files: IncomingFiles,
  context: FetchContext,
): Promise<Got | 'not-modified'> {
  const { variables, base } = await followSteps(origin, files, context);
  const identity = requestIdentity(origin, variables, base);
  if (origin.pages !== undefined) {
    const { request, answer, ...pages } = await fetchPages(
      origin,
      origin.pages,
      variables,
      base,
      files,
      context,
    );
    const draft = { ...draftOf(origin, request, answer, variables, identity), ...pages };
    const { file, ...rest } = draft;
    // Validators of the first page say nothing about the others.
    return { file, draft: { ...rest, format: 'json', etag: null, lastModified: null } };
  }
  const plain = requestOf(origin, origin.request, variables, context.secrets, base);
  const isUsable =
    known !== undefined && known.requestSha256 === identity && mayAskConditionally(origin, known, context);
  const request = isUsable ? { ...plain, condition: conditionOf(known, plain) } : plain;
  const file = files.next();
  const answer = await ask(origin, request, file, limitsOf(origin, context), context);
  if (answer.isNotModified) return 'not-modified';
  const format = await checkedFormat(file, origin.expects, placeOf(origin, request, answer));
  return { file, draft: { ...draftOf(origin, request, answer, variables, identity), format, pages: null } };
}

function draftOf(
  origin: HttpOrigin,
  request: HttpRequest,
  answer: HttpAnswer,
  variables: Variables,
  requestSha256: string,
): Omit<Got['draft'], 'format' | 'pages'> {
  return {
    originId: origin.id,
    sha256: answer.sha256,
    bytes: answer.bytes,
    fileName: origin.fileName,
    url: shownUrl(request.url, request.secrets),
    finalUrl: shownUrl(answer.url, request.secrets),
    method: request.method,
    requestSha256,
    status: answer.status,
    etag: answer.etag,
    lastModified: answer.lastModified,
    contentType: answer.contentType,
    transferredBytes: answer.transferredBytes,
    variables: Object.fromEntries(
      [...variables].map(([name, value]) => [name, shownText(value, request.secrets)]),
    ),
  };
}

function shownText(text: string, secrets: readonly string[]): string {
  return URL.canParse(text) ? shownUrl(text, secrets) : createRedactor(writtenForms(secrets)).text(text);
}

function mayAskConditionally(origin: HttpOrigin, known: Vintage, context: FetchContext): boolean {
  return origin.trustsValidators && known.areValidatorsReliable && context.isUnconditional !== true;
}

function conditionOf(known: Vintage, { secrets }: HttpRequest): HttpCondition {
  return {
    isFor: (url) => shownUrl(url, secrets) === known.finalUrl,
    etag: known.etag,
    lastModified: known.lastModified,
  };
}

/** Whether the server gave other bytes under a validator that says that they are the same. A weak ETag does not. */
function contradicts(kept: Vintage, draft: Got['draft']): boolean {
  if (kept.sha256 === draft.sha256 || kept.finalUrl !== draft.finalUrl) return false;
  if (kept.etag !== null || draft.etag !== null) {
    return kept.etag === draft.etag && !(draft.etag ?? '').startsWith('W/');
  }
  return kept.lastModified !== null && kept.lastModified === draft.lastModified;
}

function unreliable(origin: HttpOrigin, { finalUrl }: Got['draft']): Issue {
  const message = `${finalUrl}: the content changed, its ETag or date did not; it is fetched whole from now on`;
  return issue('validators-unreliable', message, { file: origin.id });
}

/** First the bytes, then their note; the vintage comes after both. A damaged snapshot is replaced. */
async function keep(
  origin: HttpOrigin,
  file: string,
  draft: VintageDraft,
  { snapshotFolder, clock }: FetchContext,
): Promise<string> {
  const input = { path: file, sha256: draft.sha256, bytes: draft.bytes, fileName: origin.fileName };
  const isDamaged =
    (await isKept(input, snapshotFolder)) && !(await intactSnapshot(input.sha256, snapshotFolder));
  await keepSnapshot(input, originOf(origin, draft), snapshotFolder, clock.now(), { replace: isDamaged });
  const path = await intactSnapshot(draft.sha256, snapshotFolder);
  if (path === undefined) throw new Error(`the snapshot ${draft.sha256} was changed while it was kept`);
  return path;
}

function offline(
  origin: HttpOrigin,
  kept: Vintage | undefined,
  snapshot: string | undefined,
  context: FetchContext,
): FetchedSource {
  if (kept !== undefined && snapshot !== undefined) {
    return sourceOf(origin, 'offline', kept, snapshot, context);
  }
  const message =
    kept === undefined
      ? `no snapshot of ${origin.id} is kept, and offline nobody is asked`
      : `the snapshot of ${origin.id} of ${kept.retrievedAt.slice(0, 10)} is gone or damaged (${kept.sha256.slice(0, 12)})`;
  throw new ReadFault(
    issue('snapshot-missing', message, {
      file: origin.id,
      hint: `egdi fetch ${origin.id}, with a connection`,
    }),
  );
}
