/**
 * XML as a stream of tags, within limits: as much of XML 1.0 as statistical messages (SDMX-ML) use. A document type
 * is refused, so that no entity can be declared, expanded or fetched; only the five predefined entities and character
 * references are known. Nothing is kept of what was handed on. May import model/ only.
 */
import type { IssueCode } from '../model/issue.ts';
import type { ReadLimits } from './limits.ts';
import { refusal } from './refusal.ts';

export interface XmlHandler {
  /** Names are as written; see `localName`. */
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  text(text: string): void;
  close(name: string): void;
}

export type XmlLimits = Pick<ReadLimits, 'maxRecordBytes' | 'maxDocumentDepth'>;

const NAME = String.raw`[\p{L}_:][\p{L}\p{N}\p{M}_:.\-\u00b7]*`;
const TAG_NAME = new RegExp(NAME, 'uy');
const ATTRIBUTE = new RegExp(String.raw`\s+(${NAME})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')`, 'uy');
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** `generic:Obs` → `Obs`: some offices leave out the namespaces of part of the elements. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Takes the text piece by piece and calls the handler for every tag that is complete. */
export class XmlText {
  #rest = '';
  #line = 1;
  readonly #open: string[] = [];
  #isOver = false;
  readonly #handler: XmlHandler;
  readonly #file: string;
  readonly #limits: XmlLimits;

  constructor(handler: XmlHandler, file: string, limits: XmlLimits) {
    this.#handler = handler;
    this.#file = file;
    this.#limits = limits;
  }

  /** Throws ReadFault: xml-malformed, xml-unsafe, document-beyond-limits. */
  write(piece: string): void {
    const text = this.#rest + piece;
    let at = 0;
    while (at < text.length) {
      const end = text[at] === '<' ? this.#markup(text, at) : this.#characters(text, at);
      if (end === undefined) break;
      this.#countLines(text, at, end);
      at = end;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > this.#limits.maxRecordBytes) {
      throw this.#refusal('document-beyond-limits', `a tag or text of ${this.#rest.length} characters`);
    }
  }

  /** Throws when the document is not over. */
  end(): void {
    if (this.#rest.trim() !== '') throw this.#malformed('the text ends within a tag');
    const [open] = this.#open.slice(-1);
    if (open !== undefined) throw this.#malformed(`the text ends within <${open}>`);
    if (!this.#isOver) throw this.#malformed('there is no element');
  }

  /** The end of the text before the next tag; undefined when it has not come yet. */
  #characters(text: string, at: number): number | undefined {
    const end = text.indexOf('<', at);
    if (end < 0) return undefined;
    const found = text.slice(at, end);
    if (this.#open.length > 0) this.#handler.text(this.#decoded(found));
    else if (found.replace('\ufeff', '').trim() !== '') throw this.#malformed('text outside of the document');
    return end;
  }

  #markup(text: string, at: number): number | undefined {
    if (text.startsWith('<!--', at)) return after(text, '-->', at + 4);
    if (text.startsWith('<![CDATA[', at)) {
      const end = after(text, ']]>', at + 9);
      if (end !== undefined) this.#handler.text(text.slice(at + 9, end - 3));
      return end;
    }
    if (text.startsWith('<?', at)) return after(text, '?>', at + 2);
    if (text.startsWith('<!', at)) {
      // `<!-` may still become a comment, and `<![` character data.
      if ('<!--'.startsWith(text.slice(at)) || '<![CDATA['.startsWith(text.slice(at))) return undefined;
      throw this.#refusal('xml-unsafe', 'a document type or declaration; none is read');
    }
    const end = tagEnd(text, at);
    if (end === undefined) return undefined;
    this.#tag(text.slice(at + 1, end - 1));
    return end;
  }

  #tag(tag: string): void {
    if (tag.startsWith('/')) {
      const name = tag.slice(1).trimEnd();
      const open = this.#open.pop();
      if (open !== name) throw this.#malformed(`</${shown(name)}> where <${shown(open ?? '')}> is open`);
      this.#close(name);
      return;
    }
    const isEmpty = tag.endsWith('/');
    const body = isEmpty ? tag.slice(0, -1) : tag;
    TAG_NAME.lastIndex = 0;
    const [name] = TAG_NAME.exec(body) ?? [];
    if (name === undefined) throw this.#malformed(`“<${shown(tag)}>” is no tag`);
    if (this.#isOver) throw this.#malformed(`<${shown(name)}> after the end of the document`);
    const attributes = this.#attributes(body, name.length);
    if (this.#open.length >= this.#limits.maxDocumentDepth) {
      throw this.#refusal(
        'document-beyond-limits',
        `elements nested more than ${this.#limits.maxDocumentDepth} deep`,
      );
    }
    this.#handler.open(name, attributes);
    if (isEmpty) this.#close(name);
    else this.#open.push(name);
  }

  #close(name: string): void {
    this.#handler.close(name);
    if (this.#open.length === 0) this.#isOver = true;
  }

  #attributes(body: string, from: number): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    let at = from;
    for (;;) {
      ATTRIBUTE.lastIndex = at;
      const match = ATTRIBUTE.exec(body);
      if (match === null) break;
      const [all, name = '', double, single] = match;
      if (found.has(name)) throw this.#malformed(`the attribute ${name} twice`);
      found.set(name, this.#decoded(double ?? single ?? ''));
      at += all.length;
    }
    if (body.slice(at).trim() !== '') throw this.#malformed(`“${shown(body.slice(at).trim())}” in a tag`);
    return found;
  }

  #decoded(text: string): string {
    if (!text.includes('&')) return text;
    return text.replace(/&([^;&]{0,20};?)/g, (_, found: string) => {
      const name = found.endsWith(';') ? found.slice(0, -1) : undefined;
      if (name === undefined) throw this.#malformed('an “&” that is no entity');
      const known = ENTITIES[name] ?? characterOf(name);
      if (known === undefined) throw this.#refusal('xml-unsafe', `the entity &${name}; is not predefined`);
      return known;
    });
  }

  #countLines(text: string, from: number, to: number): void {
    for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1))
      this.#line += 1;
  }

  #malformed(message: string): Error {
    return this.#refusal('xml-malformed', message);
  }

  #refusal(code: IssueCode, message: string): Error {
    return refusal(code, this.#file, `${message} (line ${this.#line})`, { cell: { row: this.#line } });
  }
}

function characterOf(name: string): string | undefined {
  const match = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
  if (match === null) return undefined;
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

/** The end of a tag: a `>` that stands in no attribute. */
function tagEnd(text: string, at: number): number | undefined {
  let quote = '';
  for (let i = at + 1; i < text.length; i += 1) {
    const character = text[i] as string;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return i + 1;
  }
  return undefined;
}

function after(text: string, mark: string, from: number): number | undefined {
  const at = text.indexOf(mark, from);
  return at < 0 ? undefined : at + mark.length;
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
