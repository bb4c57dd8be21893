/**
 * JSON text → values, strictly by RFC 8259 and within limits. Own code because `JSON.parse` turns numbers into binary
 * floats, takes the last of two equal keys and gives objects a prototype. May import model/ only.
 */
import type { Issue, IssueCode } from '../model/issue.ts';
import type { Json } from '../model/json.ts';
import type { ReadLimits } from './limits.ts';
import { refusal } from './refusal.ts';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const BLANKS = /[ \t\n\r]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

export type JsonLimits = Pick<ReadLimits, 'maxRecordBytes' | 'maxDocumentDepth' | 'maxDocumentValues'>;

/**
 * Parses a whole text.
 * @throws ReadFault json-malformed, json-duplicate-key, document-beyond-limits; its cell is the line and character
 */
export function parseJson(text: string, file: string, limits: JsonLimits): Json {
  return new JsonText(text, file, limits).whole();
}

/** A position in a text that is read once from front to back. */
class JsonText {
  #at = 0;
  #values = 0;
  readonly #text: string;
  readonly #file: string;
  readonly #limits: JsonLimits;

  constructor(text: string, file: string, limits: JsonLimits) {
    this.#text = text;
    this.#file = file;
    this.#limits = limits;
  }

  whole(): Json {
    this.#skipBlanks();
    const value = this.#value(0);
    this.#skipBlanks();
    if (this.#at < this.#text.length) throw this.#unexpected('after the end of the document');
    return value;
  }

  #value(depth: number): Json {
    this.#values += 1;
    if (this.#values > this.#limits.maxDocumentValues) {
      throw this.#refusal(
        'document-beyond-limits',
        `more than ${this.#limits.maxDocumentValues} values in one document`,
      );
    }
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth + 1);
      case '[':
        return this.#array(depth + 1);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #object(depth: number): Json {
    this.#enter(depth);
    const found: Record<string, Json> = Object.create(null);
    if (this.#takes('}')) return found;
    do {
      this.#skipBlanks();
      const keyAt = this.#at;
      if (this.#text[keyAt] !== '"') throw this.#unexpected('where a key belongs');
      const key = this.#string();
      if (key in found) {
        this.#at = keyAt;
        throw this.#refusal('json-duplicate-key', `the key “${shown(key)}” stands twice in one object`);
      }
      if (!this.#takes(':')) throw this.#unexpected('after a key');
      this.#skipBlanks();
      found[key] = this.#value(depth);
    } while (this.#takes(','));
    if (!this.#takes('}')) throw this.#unexpected('in an object');
    return found;
  }

  #array(depth: number): Json {
    this.#enter(depth);
    const found: Json[] = [];
    if (this.#takes(']')) return found;
    do {
      this.#skipBlanks();
      found.push(this.#value(depth));
    } while (this.#takes(','));
    if (!this.#takes(']')) throw this.#unexpected('in an array');
    return found;
  }

  #enter(depth: number): void {
    const { maxDocumentDepth } = this.#limits;
    if (depth > maxDocumentDepth) {
      throw this.#refusal('document-beyond-limits', `values nested more than ${maxDocumentDepth} deep`);
    }
    this.#at += 1;
  }

  #number(): string {
    NUMBER.lastIndex = this.#at;
    const [digits] = NUMBER.exec(this.#text) ?? [];
    if (digits === undefined) throw this.#unexpected('where a value belongs');
    this.#limited(digits.length);
    this.#at += digits.length;
    return digits;
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected('where a value belongs');
    this.#at += word.length;
    return value;
  }

  #string(): string {
    const start = this.#at;
    let text = '';
    let from = start + 1;
    for (let at = from; ; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === 0x22) {
        text += this.#text.slice(from, at);
        this.#limited(text.length);
        this.#at = at + 1;
        break;
      }
      if (Number.isNaN(code) || code < 0x20) {
        this.#at = at;
        throw this.#unexpected('in a text');
      }
      if (code !== 0x5c) continue;
      const { character, length } = this.#escape(at);
      text += this.#text.slice(from, at) + character;
      at += length - 1;
      from = at + 1;
    }
    // PostgreSQL stores neither, and no office means them.
    if (/[\0\p{Surrogate}]/u.test(text)) {
      this.#at = start;
      throw this.#refusal('json-malformed', 'a text with a NUL or half a character');
    }
    return text;
  }

  #escape(at: number): { readonly character: string; readonly length: number } {
    const kind = this.#text[at + 1] ?? '';
    if (kind === 'u') {
      const digits = this.#text.slice(at + 2, at + 6);
      if (/^[0-9a-fA-F]{4}$/.test(digits)) {
        return { character: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 };
      }
    }
    const character = ESCAPES[kind];
    if (character !== undefined) return { character, length: 2 };
    this.#at = at;
    throw this.#unexpected('in a text');
  }

  #limited(length: number): void {
    if (length <= this.#limits.maxRecordBytes) return;
    throw this.#refusal('document-beyond-limits', `a value of ${length} characters`);
  }

  /** Takes a sign after blanks, if it comes next. */
  #takes(sign: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #skipBlanks(): void {
    BLANKS.lastIndex = this.#at;
    BLANKS.exec(this.#text);
    this.#at = BLANKS.lastIndex;
  }

  #unexpected(where: string): Error {
    const found = this.#text[this.#at];
    const what = found === undefined ? 'the text ends' : `“${found}” stands`;
    return this.#refusal('json-malformed', `${what} ${where}`);
  }

  #refusal(code: IssueCode, message: string): Error {
    const before = this.#text.slice(0, this.#at);
    const row = before.split('\n').length;
    const cell: Issue['cell'] = { row, column: this.#at - before.lastIndexOf('\n') };
    const place = `line ${row}, character ${cell.column}`;
    return refusal(code, this.#file, `${message} (${place})`, { cell });
  }
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
