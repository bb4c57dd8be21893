/**
 * Whether an answer is what was asked for, by its content: offices serve web pages with status 200, under the name and
 * the content type of a table, for tables that are gone.
 */
import { open, readFile } from 'node:fs/promises';
import type { AnswerFormat, JsonValue } from '../../model/http-origin.ts';
import { type Issue, issue, ReadFault } from '../../model/issue.ts';
import { type Content, HEAD_BYTES, sniffFormat } from '../../readers/sniff.ts';

/** What the program may be told of the place an answer came from. */
export interface AnswerPlace {
  readonly originId: string;
  /** Fit to be shown. */
  readonly url: string;
  readonly contentType: string | null;
}

/** The format of a file that was fetched. Throws `ReadFault` file-empty, format-html or format-unsupported. */
export async function checkedFormat(
  path: string,
  expects: readonly AnswerFormat[],
  place: AnswerPlace,
): Promise<AnswerFormat> {
  const { content, what } = sniffFormat(await headOf(path));
  const format = expects.find((wanted) => isOf(content, wanted));
  if (format !== undefined) return format;
  const { url, contentType } = place;
  if (content === 'empty') throw refused('file-empty', `${url} answered with ${what}`, place);
  const announced = contentType === null ? 'nothing about its type' : contentType.slice(0, 80);
  const message = `${url} answered with ${what}, announced as ${announced}; ${expects.join(' or ')} was asked for`;
  if (content === 'html') {
    throw refused('format-html', message, place, {
      hint: 'the table may be gone, or the selection empty; look at the address in a browser',
    });
  }
  throw refused('format-unsupported', message, place);
}

/** The JSON of a file. Throws `ReadFault` as above. */
export async function readJson(
  path: string,
  place: AnswerPlace,
): Promise<{ text: string; value: JsonValue }> {
  await checkedFormat(path, ['json'], place);
  const bytes = await readFile(path);
  try {
    // Strict, and without the byte order mark that some offices put before JSON.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, value: JSON.parse(text) as JsonValue };
  } catch (error) {
    const message = `${place.url} answered with damaged JSON (${(error as Error).message.slice(0, 120)})`;
    throw refused('format-unsupported', message, place);
  }
}

const META_CHARSET = /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})/i;

/** The text of a web page, in the encoding that its server or the page itself names; UTF-8 unless one does. */
export async function readPageText(path: string, place: AnswerPlace): Promise<string> {
  await checkedFormat(path, ['html'], place);
  const bytes = await readFile(path);
  const named =
    /charset\s*=\s*["']?([\w-]{1,40})/i.exec(place.contentType ?? '')?.[1] ??
    META_CHARSET.exec(bytes.toString('latin1', 0, 4096))?.[1];
  return decoder(named).decode(bytes);
}

function decoder(label: string | undefined): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(label ?? 'utf-8');
  } catch {
    return new TextDecoder('utf-8');
  }
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(buffer, 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A workbook may pass for a mere zip container by its head; its directory is read when it is opened. */
function isOf(content: Content, wanted: AnswerFormat): boolean {
  switch (wanted) {
    case 'xlsx':
      return content === 'xlsx' || content === 'zip';
    case 'xml':
      return content === 'xml' || content === 'xml-spreadsheet';
    default:
      return content === wanted;
  }
}

function refused(
  code: 'file-empty' | 'format-html' | 'format-unsupported',
  message: string,
  { originId }: AnswerPlace,
  more: Pick<Issue, 'hint'> = {},
): ReadFault {
  return new ReadFault(issue(code, message, { file: originId, ...more }));
}
