/**
 * Where a source is fetched from, as data: one address, or the steps that lead to it, what is expected there, under
 * which licence and how often it changes. Texts may hold `{variables}` that earlier steps or pages give. A request
 * depends on nothing but its declaration and the answers before it: no cookies, no sessions.
 */
import { z } from 'zod';

/** What an answer may be, told by its content. `csv` is any text that is nothing else: tab-separated too. */
export const ANSWER_FORMATS = ['csv', 'xlsx', 'xls', 'zip', 'json', 'xml', 'html'] as const;
export type AnswerFormat = (typeof ANSWER_FORMATS)[number];

const VARIABLE = /\{([a-z][A-Za-z0-9]*)\}/g;

const variableName = z.string().regex(/^[a-z][A-Za-z0-9]*$/, { error: 'is no name of a variable' });
const formats = z.array(z.enum(ANSWER_FORMATS)).min(1);

/** A text, or the name of a secret whose value is configuration: `{ secret: 'data.egov.kz' }`. */
const value = z.union([z.string(), z.strictObject({ secret: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/) })]);

const request = z.strictObject({
  url: z.string().min(1),
  query: z.record(z.string().min(1), value).default({}),
  headers: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'is no header name in lower case' }), value)
    .default({}),
  /** Makes it a POST, with this form or JSON as its body. */
  post: z
    .union([z.strictObject({ form: z.record(z.string(), value) }), z.strictObject({ json: z.json() })])
    .optional(),
  /** Of a POST: it only asks (RFC 9110: safe), so it may be repeated. */
  isSafe: z.boolean().default(false),
});

/**
 * A way into a JSON document: names, positions (negative from the end), or the one element with a property. Codes are
 * compared as text: publishers write them as numbers and as texts.
 */
const jsonPath = z.array(
  z.union([
    z.string(),
    z.int(),
    z.strictObject({ key: z.string(), equals: z.union([z.string(), z.number()]) }),
  ]),
);

const step = z.strictObject({
  request,
  take: z.union([
    /** Variables from a JSON document. */
    z.strictObject({ json: z.record(variableName, jsonPath) }),
    /**
     * A link of a web page: the one whose address matches the pattern. Its named groups become variables, and `{link}`
     * is its address. Where several match, `pick` says which; without it that is refused.
     */
    z.strictObject({
      link: z.string().min(1).refine(isPattern, { error: 'is no regular expression' }),
      /** A part of the words of the link. */
      text: z.string().min(1).optional(),
      /** A text of the page that the link comes after: a heading. */
      after: z.string().min(1).optional(),
      pick: z.enum(['only', 'first', 'last']).default('only'),
    }),
  ]),
});

const pages = z.union([
  /** Rows from a position on, counted by the rows received, until none come or the total is reached. */
  z.strictObject({
    by: z.literal('offset'),
    variable: variableName,
    rows: jsonPath,
    total: jsonPath.optional(),
    maxPages: z.int().min(1).max(10_000),
  }),
  /** Numbered pages, until one is empty or the total is reached. */
  z.strictObject({
    by: z.literal('number'),
    variable: variableName,
    first: z.int().min(0).default(1),
    rows: jsonPath,
    total: jsonPath.optional(),
    maxPages: z.int().min(1).max(10_000),
  }),
  /** Each page names the next one, or does not. */
  z.strictObject({ by: z.literal('next'), next: jsonPath, maxPages: z.int().min(1).max(10_000) }),
  /** One request for each value. */
  z.strictObject({ by: z.literal('each'), variable: variableName, values: z.array(z.string()).min(1) }),
]);

export const httpOriginSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: 'is not in kebab case' })
      .max(80),
    publisher: z.string().min(1),
    title: z.string().min(1),
    licence: z.string().min(1),
    /** The page that people would read. */
    page: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
    /** How often it changes, in words, and how old it may become before people are told. */
    freshness: z
      .strictObject({
        cadence: z.string().min(1),
        warnAfterDays: z.number().positive(),
        errorAfterDays: z.number().positive(),
      })
      .refine(({ warnAfterDays, errorAfterDays }) => warnAfterDays < errorAfterDays, {
        error: 'must warn before it fails',
      }),
    /** `host` or `host:port`: all that requests, links and redirects may go to. */
    hosts: z.array(z.string().regex(/^[^/@\s?#]+$/, { error: 'is no host' })).min(1),
    steps: z.array(step).default([]),
    request,
    pages: pages.optional(),
    expects: formats,
    /** The name it is kept and read under. */
    fileName: z
      .string()
      .regex(/^[A-Za-z0-9][\w. -]*$/, { error: 'is no plain file name' })
      .max(120),
    maxBytes: z.int().positive().optional(),
    /** Between two requests to its hosts. */
    intervalMs: z.int().min(0).optional(),
    /** Off where ETag or Last-Modified are known to stay while the content changes. */
    trustsValidators: z.boolean().default(true),
    note: z.string().optional(),
  })
  .superRefine((origin, context) => {
    const problem = (message: string): void => context.addIssue({ code: 'custom', message });
    const known = new Set<string>();
    for (const { request: asked, take } of origin.steps) {
      checkRequest(asked, known, origin.hosts, problem);
      for (const name of 'json' in take ? Object.keys(take.json) : groupsOf(take.link)) known.add(name);
    }
    if (origin.pages && 'variable' in origin.pages) known.add(origin.pages.variable);
    checkRequest(origin.request, known, origin.hosts, problem);
    if (origin.pages && origin.expects.some((format) => format !== 'json')) problem('pages are JSON');
  });

/** As declared, and with what was left out. */
export type HttpOriginDeclaration = z.input<typeof httpOriginSchema>;
export type HttpOrigin = z.output<typeof httpOriginSchema>;
export type HttpOriginRequest = HttpOrigin['request'];
export type HttpOriginValue = z.output<typeof value>;
export type HttpOriginStep = HttpOrigin['steps'][number];
export type HttpOriginPages = NonNullable<HttpOrigin['pages']>;
export type JsonPath = z.output<typeof jsonPath>;
export type JsonValue = z.output<ReturnType<typeof z.json>>;

/**
 * Checks declarations and completes them.
 * Throws `RangeError` that names every fault.
 */
export function parseHttpOrigins(declarations: readonly HttpOriginDeclaration[]): readonly HttpOrigin[] {
  const seen = new Set<string>();
  return declarations.map((declaration) => {
    const parsed = httpOriginSchema.safeParse(declaration);
    if (!parsed.success) {
      throw new RangeError(`origin ${declaration.id}:\n${z.prettifyError(parsed.error)}`);
    }
    if (seen.has(parsed.data.id)) throw new RangeError(`origin ${parsed.data.id} is declared twice`);
    seen.add(parsed.data.id);
    return parsed.data;
  });
}

/** Names of the variables in a text. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name = '']) => name);
}

/** Puts values in the place of `{variables}`. Throws `RangeError` for one that has none. */
export function fillVariables(
  text: string,
  variables: ReadonlyMap<string, string>,
  write: (value: string) => string = (given) => given,
): string {
  return text.replace(VARIABLE, (_, name: string) => {
    const given = variables.get(name);
    if (given === undefined) throw new RangeError(`there is no variable {${name}}`);
    return write(given);
  });
}

/** Names of the secrets that an origin needs. */
export function secretNames(origin: HttpOrigin): string[] {
  const requests = [...origin.steps.map((one) => one.request), origin.request];
  return [...new Set(requests.flatMap(secretsOfRequest))];
}

function secretsOfRequest({ query, headers, post }: HttpOriginRequest): string[] {
  const values = [query, headers, post !== undefined && 'form' in post ? post.form : {}].flatMap((one) =>
    Object.values(one),
  );
  return values.flatMap((one) => (typeof one === 'string' ? [] : [one.secret]));
}

function checkRequest(
  { url, query, headers, post, isSafe }: HttpOriginRequest,
  known: ReadonlySet<string>,
  hosts: readonly string[],
  problem: (message: string) => void,
): void {
  const form = post !== undefined && 'form' in post ? post.form : {};
  const values = [...Object.values(query), ...Object.values(headers), ...Object.values(form)];
  const texts = values.filter((one) => typeof one === 'string');
  const json = post !== undefined && 'json' in post ? JSON.stringify(post.json) : '';
  for (const name of [url, ...texts, json].flatMap(variablesIn)) {
    if (!known.has(name)) problem(`{${name}} is given by no step before ${url}`);
  }
  if (isSafe && post === undefined) problem(`${url} is no POST: a GET is safe anyway`);
  if (/^\{[^}]*\}$/.test(url)) return;
  if (!URL.canParse(url) || !/^https?:\/\/[^{]*\//.test(`${url}/`)) {
    problem(`${url} is no web address with a host of its own`);
    return;
  }
  const { host, hostname, protocol, username, password, searchParams } = new URL(url);
  if (username !== '' || password !== '') problem('an address holds an account');
  if (!hosts.includes(host)) problem(`${host} is not among the hosts`);
  if ([...searchParams.keys()].some((name) => /key|token|secret|passw/i.test(name))) {
    problem(`${host}: a key in an address is written down; declare it as { secret: … }`);
  }
  const isOnThisMachine = /^(localhost|127\.|\[::1\])/.test(hostname);
  if (values.some((one) => typeof one !== 'string') && protocol === 'http:' && !isOnThisMachine) {
    problem(`${host}: a secret does not travel without https`);
  }
}

/** `{link}` and the named groups of a pattern. */
function groupsOf(pattern: string): string[] {
  return ['link', ...[...pattern.matchAll(/\(\?<([a-z][A-Za-z0-9]*)>/g)].map(([, name = '']) => name)];
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') !== undefined;
  } catch {
    return false;
  }
}
