/**
 * An answer in pages → one file. Its JSON is `{"pages":[…]}` with each page as it came, so that nothing of what was
 * received is lost or laid out anew; a half set of pages is no answer.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { HttpOrigin, HttpOriginPages, JsonValue } from '../../model/http-origin.ts';
import { issue, ReadFault } from '../../model/issue.ts';
import type { HttpAnswer, HttpRequest } from '../../runtime/http/http-request.ts';
import { shownUrl } from '../../runtime/http/request-address.ts';
import { readJson } from './answer-content.ts';
import { ask, type FetchContext, limitsOf, placeOf } from './fetch-context.ts';
import type { IncomingFiles } from './incoming.ts';
import { formatPath, valueAt } from './json-path.ts';
import { requestOf, type Variables } from './origin-request.ts';

export interface FetchedPages {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly transferredBytes: number;
  readonly pages: number;
  /** The request and the answer of the first page. */
  readonly request: HttpRequest;
  readonly answer: HttpAnswer;
}

/** Throws `ReadFault` origin-pages, and what a single file throws. */
export async function fetchPages(
  origin: HttpOrigin,
  pages: HttpOriginPages,
  variables: Variables,
  base: URL | undefined,
  files: IncomingFiles,
  context: FetchContext,
): Promise<FetchedPages> {
  const limits = limitsOf(origin, context);
  const file = files.next();
  const pageFile = files.next();
  const hash = createHash('sha256');
  const handle = await open(file, 'w', 0o644);
  const total = { bytes: 0, transferredBytes: 0, pages: 0 };
  let first: Pick<FetchedPages, 'request' | 'answer'> | undefined;
  const write = async (text: string): Promise<void> => {
    const bytes = Buffer.from(text);
    hash.update(bytes);
    total.bytes += bytes.length;
    await handle.writeFile(bytes);
  };
  try {
    const turn = turner(origin, pages);
    await write('{"pages":[');
    for (let next = turn.first(); next !== undefined; ) {
      const given = new Map([...variables, ...next.variables]);
      const request = {
        ...requestOf(origin, origin.request, given, context.secrets, base),
        ...(next.url === undefined ? {} : { url: next.url }),
      };
      const left = { ...limits, maxBytes: limits.maxBytes - total.bytes };
      const answer = await ask(origin, request, pageFile, left, context);
      first ??= { request, answer };
      const { text, value } = await readJson(pageFile, placeOf(origin, request, answer));
      await write(`${total.pages === 0 ? '' : ','}\n${text.trim()}`);
      total.pages += 1;
      total.transferredBytes += answer.transferredBytes;
      next = turn.after(value, answer, request.secrets);
    }
    await write('\n]}\n');
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (first === undefined) throw new RangeError(`${origin.id} has no pages to ask for`);
  return { file, sha256: hash.digest('hex'), ...total, ...first };
}

interface NextPage {
  readonly variables: ReadonlyMap<string, string>;
  readonly url?: URL;
}

interface PageTurner {
  first(): NextPage | undefined;
  /** Which page comes after the one that was just read; throws `ReadFault` when they do not fit together. */
  after(page: JsonValue, answer: HttpAnswer, secrets: readonly string[]): NextPage | undefined;
}

function turner(origin: HttpOrigin, pages: HttpOriginPages): PageTurner {
  const refuse = (message: string): ReadFault =>
    new ReadFault(issue('origin-pages', message, { file: origin.id }));
  switch (pages.by) {
    case 'each': {
      const values = [...pages.values];
      const next = (): NextPage | undefined => {
        const value = values.shift();
        return value === undefined ? undefined : { variables: new Map([[pages.variable, value]]) };
      };
      return { first: next, after: next };
    }
    case 'next': {
      let read = 0;
      const seen = new Set<string>();
      return {
        first: () => ({ variables: new Map() }),
        after(page, { url: here }, secrets) {
          const url = shownUrl(here, secrets);
          read += 1;
          const address = valueAt(page, pages.next);
          if (address === null || address === undefined || address === '') return undefined;
          if (typeof address !== 'string' || !URL.canParse(address, here.href)) {
            throw refuse(`${url}: ${formatPath(pages.next)} is no address of a next page`);
          }
          const next = new URL(address, here);
          // What is sent with the first page, keys included, is for its host.
          if (next.origin !== here.origin) {
            throw refuse(`${url} continues at another host: ${shownUrl(next, secrets)}`);
          }
          if (seen.has(next.href)) throw refuse(`${url} leads back to a page that was read`);
          seen.add(next.href);
          if (read >= pages.maxPages) throw refuse(`${url}: more than ${pages.maxPages} pages`);
          return { variables: new Map(), url: next };
        },
      };
    }
    default:
      return countedPages(pages, refuse);
  }
}

/** Pages by offset or number: they end with an empty one, or when as many rows came as there are said to be. */
function countedPages(
  pages: Extract<HttpOriginPages, { readonly by: 'offset' | 'number' }>,
  refuse: (message: string) => ReadFault,
): PageTurner {
  const start = pages.by === 'number' ? pages.first : 0;
  const at = (position: number): NextPage => ({ variables: new Map([[pages.variable, String(position)]]) });
  const seen = new Set<string>();
  let rows = 0;
  let read = 0;
  let announced: number | undefined;
  return {
    first: () => at(start),
    after(page, { url: here, sha256 }, secrets) {
      const url = shownUrl(here, secrets);
      const list = valueAt(page, pages.rows);
      if (!Array.isArray(list)) throw refuse(`${url}: there are no rows at ${formatPath(pages.rows)}`);
      const total = pages.total === undefined ? undefined : countAt(page, pages.total);
      if (pages.total !== undefined && total === undefined) {
        throw refuse(`${url}: there is no number of rows at ${formatPath(pages.total)}`);
      }
      if (read > 0 && total !== announced) {
        throw refuse(
          `${url}: ${total} rows are announced, before it were ${announced}; it changed meanwhile`,
        );
      }
      announced = total;
      read += 1;
      rows += list.length;
      if (list.length > 0 && seen.has(sha256)) throw refuse(`${url}: the same page came twice`);
      seen.add(sha256);
      if (announced !== undefined && rows > announced) {
        throw refuse(`${url}: ${rows} rows came, ${announced} are announced`);
      }
      if (rows === announced) return undefined;
      if (list.length === 0) {
        if (announced === undefined) return undefined;
        throw refuse(`${url}: ${rows} rows came, ${announced} are announced`);
      }
      if (read >= pages.maxPages) throw refuse(`${url}: more than ${pages.maxPages} pages`);
      return at(pages.by === 'number' ? start + read : rows);
    },
  };
}

function countAt(
  page: JsonValue,
  path: Extract<HttpOriginPages, { readonly by: 'offset' }>['rows'],
): number | undefined {
  const found = valueAt(page, path);
  const count = typeof found === 'string' && /^\d{1,15}$/.test(found) ? Number(found) : found;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}
