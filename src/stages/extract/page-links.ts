/**
 * Links of a web page: enough of HTML to find the file that a listing page leads to. Pages are other people's and may
 * be broken or hostile: one pass from left to right, no expression that could go back and forth.
 */
import type { HttpOriginStep } from '../../model/http-origin.ts';

type LinkRule = Extract<HttpOriginStep['take'], { readonly link: string }>;

interface PageLink {
  readonly url: URL;
  /** Its words, blanks folded. */
  readonly text: string;
  /** Where its words begin in the text of the page. */
  readonly at: number;
}

interface PageText {
  readonly links: readonly PageLink[];
  readonly text: string;
}

/** The variables that the one fitting link gives, or in words why there is none. */
export function findLink(html: string, base: URL, rule: LinkRule): ReadonlyMap<string, string> | string {
  const page = readPage(html, base);
  const pattern = new RegExp(rule.link, 'u');
  const text = rule.text === undefined ? undefined : folded(rule.text);
  const fitting = page.links.filter(
    (link) => pattern.test(readable(link.url)) && (text === undefined || link.text.includes(text)),
  );
  const placed = rule.after === undefined ? fitting : firstAfterEach(page.text, folded(rule.after), fitting);
  const rest = rule.after === undefined ? '' : ` after “${rule.after}”`;
  const which = `link to ${rule.link}${text === undefined ? '' : ` with the words “${text}”`}${rest}`;
  const addresses = [...new Set(placed.map((link) => link.url.href))];
  if (addresses.length === 0) return `there is no ${which}, among ${page.links.length} links`;
  if (addresses.length > 1 && rule.pick === 'only') {
    return `there are ${addresses.length} different ones of the ${which}: ${addresses.slice(0, 3).join(', ')} …`;
  }
  const chosen = new URL((rule.pick === 'last' ? addresses.at(-1) : addresses[0]) ?? '');
  const groups = pattern.exec(readable(chosen))?.groups ?? {};
  const given = Object.entries(groups).filter((entry) => entry[1] !== undefined);
  return new Map([['link', chosen.href], ...given]);
}

/** Of each place where the text stands, the first link behind it. */
function firstAfterEach(text: string, wanted: string, links: readonly PageLink[]): PageLink[] {
  const found = new Set<PageLink>();
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const next = links.find((link) => link.at >= at + wanted.length);
    if (next === undefined) break;
    found.add(next);
  }
  return [...found].sort((a, b) => a.at - b.at);
}

const MAX_TAG_LENGTH = 20_000;
/** Elements whose content is not for reading. */
const SILENT = /^<(script|style|template|noscript)[\s>]/i;

function readPage(html: string, base: URL): PageText {
  const links: PageLink[] = [];
  const pieces: string[] = [];
  let length = 0;
  let address = base;
  let open: { readonly url: URL; readonly at: number; readonly from: number } | undefined;
  const say = (text: string): void => {
    const words = folded(decodeEntities(text));
    if (words === '') return;
    pieces.push(words);
    length += words.length + 1;
  };
  const close = (): void => {
    if (open !== undefined)
      links.push({ url: open.url, at: open.at, text: folded(pieces.slice(open.from).join(' ')) });
    open = undefined;
  };
  let at = 0;
  while (at < html.length) {
    const start = html.indexOf('<', at);
    say(html.slice(at, start < 0 ? html.length : start));
    if (start < 0) break;
    if (html.startsWith('<!--', start)) {
      const end = html.indexOf('-->', start + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const end = endOfTag(html, start);
    const tag = html.slice(start, end);
    at = end;
    const silent = SILENT.exec(tag)?.[1];
    if (silent !== undefined && !tag.endsWith('/>')) {
      at = afterElement(html, end, silent);
    } else if (/^<base\s/i.test(tag)) {
      address = resolved(attribute(tag, 'href'), address) ?? address;
    } else if (/^<a\s/i.test(tag)) {
      close();
      const url = resolved(attribute(tag, 'href'), address);
      if (url !== undefined) open = { url, at: length, from: pieces.length };
    } else if (/^<\/a\s*>/i.test(tag)) close();
  }
  close();
  return { links, text: pieces.join(' ') };
}

/** Behind the `>` of a tag, which may hold one in quotes. */
function endOfTag(html: string, start: number): number {
  let quote = '';
  const most = Math.min(html.length, start + MAX_TAG_LENGTH);
  for (let at = start + 1; at < most; at += 1) {
    const character = html[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return at + 1;
    else if (character === '<') break;
    else if ((character === '"' || character === "'") && html[at - 1] === '=') quote = character;
  }
  // No tag, or one that never ends: its bracket is text.
  return start + 1;
}

function afterElement(html: string, from: number, name: string): number {
  const closing = new RegExp(`</${name}\\b`, 'gi');
  closing.lastIndex = from;
  const found = closing.exec(html);
  return found === null ? html.length : found.index;
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`[\\s"']${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  const text = found?.[1] ?? found?.[2] ?? found?.[3];
  return text === undefined ? undefined : decodeEntities(text).trim();
}

function resolved(href: string | undefined, base: URL): URL | undefined {
  if (href === undefined || !URL.canParse(href, base.href)) return undefined;
  const url = new URL(href, base);
  url.hash = '';
  return /^https?:$/.test(url.protocol) ? url : undefined;
}

/** With Cyrillic letters as letters, for patterns. */
function readable({ href }: URL): string {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  laquo: '«',
  lt: '<',
  nbsp: ' ',
  quot: '"',
  raquo: '»',
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
