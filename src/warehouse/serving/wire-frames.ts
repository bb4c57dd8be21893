/**
 * PostgreSQL's protocol, version 3, as bytes: client messages cut out of a stream, and the few server messages
 * that do not come from the database itself. Owned by warehouse/; pure.
 */

/** One client message, its type as a letter, its bytes whole. */
export interface Frame {
  readonly type: string;
  readonly bytes: Buffer;
}

export type Opening =
  | { readonly kind: 'encryption' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'startup'; readonly minor: number; readonly settings: ReadonlyMap<string, string> };

const ENCRYPTION_REQUESTS = [80877103, 80877104]; // SSL, GSSAPI
const CANCEL_REQUEST = 80877102;
const LONGEST_OPENING = 10_000;
const LONGEST_MESSAGE = 16 * 1024 * 1024;

/** What a client sent is not the protocol; its connection cannot go on. */
export class ProtocolError extends Error {}

/** Collects the bytes of one client and cuts them into messages. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
  }

  /** The message that opens a connection, which has no type. Throws `ProtocolError`. */
  opening(): Opening | undefined {
    if (this.#rest.length < 8) return undefined;
    const length = this.#rest.readInt32BE(0);
    if (length < 8 || length > LONGEST_OPENING) throw new ProtocolError('this is not a PostgreSQL client');
    if (this.#rest.length < length) return undefined;
    const bytes = this.#take(length);
    const code = bytes.readInt32BE(4);
    if (ENCRYPTION_REQUESTS.includes(code)) return { kind: 'encryption' };
    if (code === CANCEL_REQUEST) return { kind: 'cancel' };
    if (code >> 16 !== 3) throw new ProtocolError('only version 3 of the protocol is spoken here');
    const texts = bytes.toString('utf8', 8).split('\0');
    const settings = new Map<string, string>();
    for (let index = 0; texts[index]; index += 2) settings.set(texts[index] ?? '', texts[index + 1] ?? '');
    return { kind: 'startup', minor: code & 0xffff, settings };
  }

  /** The next message that has arrived whole. Throws `ProtocolError`. */
  next(): Frame | undefined {
    if (this.#rest.length < 5) return undefined;
    const length = this.#rest.readInt32BE(1);
    if (length < 4 || length > LONGEST_MESSAGE) throw new ProtocolError(`a message of ${length} bytes`);
    if (this.#rest.length < length + 1) return undefined;
    const bytes = this.#take(length + 1);
    return { type: String.fromCharCode(bytes[0] ?? 0), bytes };
  }

  #take(length: number): Buffer {
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }
}

/**
 * Gives a prepared statement a name of its connection: the clients of the one backend all call theirs `S_1`.
 * Unnamed statements stay unnamed; they do not outlive their turn.
 */
export function renameStatement(frame: Frame, rename: (name: string) => string): Frame {
  const { type, bytes } = frame;
  let at = 5;
  // Bind names its portal first; Describe and Close say first which of the two they mean.
  if (type === 'B') at = bytes.indexOf(0, 5) + 1;
  else if (type === 'D' || type === 'C') {
    if (bytes[5] !== 'S'.charCodeAt(0)) return frame;
    at = 6;
  } else if (type !== 'P') return frame;
  const end = bytes.indexOf(0, at);
  if (at < 5 || end <= at) return frame;
  const name = rename(bytes.toString('utf8', at, end));
  const body = [bytes.subarray(5, at), Buffer.from(name), bytes.subarray(end)];
  return { type, bytes: message(type, ...body) };
}

const ABOUT_CONNECTION = /^(user|database|options|replication|_pq_\..*)$/;

/** What a start-up message sets: its own names and those of `options=-c name=value`. */
export function clientSettings(startup: ReadonlyMap<string, string>): [string, string][] {
  const given = [...startup].filter(([name]) => !ABOUT_CONNECTION.test(name));
  const pairs = (startup.get('options') ?? '').matchAll(/(?:-c\s*|--)([\w.]+)=((?:\\.|\S)*)/g);
  const options = [...pairs].map(([, name = '', value = '']): [string, string] => [
    name,
    value.replace(/\\(.)/g, '$1'),
  ]);
  return [...options, ...given];
}

/** A message of the given type and body. */
export function message(type: string, ...body: Buffer[]): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(4 + body.reduce((sum, part) => sum + part.length, 0), 1);
  return Buffer.concat([head, ...body]);
}

/** A statement for the simple protocol. */
export function simpleQuery(sql: string): Buffer {
  return message('Q', text(sql));
}

/** The rows of a response, as texts. */
export function readRows(response: Buffer): (string | null)[][] {
  return readMessages(response, 'D').map((body) => {
    let at = 2;
    return Array.from({ length: body.readInt16BE(0) }, () => {
      const length = body.readInt32BE(at);
      at += 4;
      if (length === -1) return null;
      at += length;
      return body.toString('utf8', at - length, at);
    });
  });
}

/** The text of the first error in a response. */
export function readError(response: Buffer): string | undefined {
  const fields = readMessages(response, 'E')[0]?.toString('utf8').split('\0');
  return fields?.find((field) => field.startsWith('M'))?.slice(1);
}

function readMessages(response: Buffer, type: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 5 <= response.length; at += 1 + response.readInt32BE(at + 1)) {
    const isWanted = response[at] === type.charCodeAt(0);
    if (isWanted) found.push(response.subarray(at + 5, at + 1 + response.readInt32BE(at + 1)));
  }
  return found;
}

/** What is said before the connection is closed. */
export function fatal(code: string, words: string): Buffer {
  const fields = ['SFATAL', 'VFATAL', `C${code}`, `M${words}`].map(text);
  return message('E', ...fields, Buffer.alloc(1));
}

/** The answer to a start-up: let in without a password, with the state of the session. */
export function welcome(minor: number, status: readonly (readonly [name: string, value: string])[]): Buffer {
  return Buffer.concat([
    // Newer clients offer 3.2; what is spoken here is 3.0.
    ...(minor > 0 ? [message('v', int32(0), int32(0))] : []),
    message('R', int32(0)),
    ...status.map(([name, value]) => message('S', text(name), text(value))),
    // There is no process that a cancel request could name.
    message('K', int32(0), int32(0)),
    READY,
  ]);
}

export const READY: Buffer = message('Z', Buffer.from('I'));

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
