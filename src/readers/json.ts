/** A JSON file → values. What it is, is decided by its content. May import model/ only. */
import { open } from 'node:fs/promises';
import type { Json } from '../model/json.ts';
import { fileBytes } from './byte-source.ts';
import { parseJson } from './json-text.ts';
import type { ReadLimits } from './limits.ts';
import { openRefusal, refusal } from './refusal.ts';
import { HEAD_BYTES, type Sniffed, sniffFormat } from './sniff.ts';
import { readTextBlocks } from './text-blocks.ts';

/**
 * Reads a JSON document whole; a byte order mark is passed over.
 * @throws ReadFault file-missing, file-empty, file-too-large, format-html, format-unsupported, encoding-invalid,
 * json-malformed, json-duplicate-key, document-beyond-limits
 */
export async function readJson(path: string, limits: ReadLimits, signal?: AbortSignal): Promise<Json> {
  const sniffed = await sniffFile(path);
  if (sniffed.content !== 'json') throw notThat(path, sniffed, 'JSON');
  const blocks: Buffer[] = [];
  for await (const { bytes, invalid } of readTextBlocks(fileBytes(path), sniffed, limits)) {
    signal?.throwIfAborted();
    if (invalid !== undefined) throw refusal('encoding-invalid', path, `the text holds ${invalid}`);
    blocks.push(bytes);
  }
  return parseJson(Buffer.concat(blocks).toString('utf8'), path, limits);
}

/** What a file is, by its head. */
export async function sniffFile(path: string): Promise<Sniffed> {
  try {
    const file = await open(path);
    try {
      const buffer = Buffer.alloc(HEAD_BYTES);
      const { bytesRead } = await file.read(buffer, 0, HEAD_BYTES, 0);
      return sniffFormat(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw openRefusal(path, error);
  }
}

/** The refusal of a file that is something else than its source declares. */
export function notThat(path: string, { content, what }: Sniffed, wanted: string): Error {
  if (content === 'empty') return refusal('file-empty', path, `this is ${what}`);
  if (content === 'html') {
    return refusal('format-html', path, `this is ${what}, not ${wanted}`, {
      hint: 'the publisher may have answered with an error or log-in page; look at it in a browser',
    });
  }
  return refusal('format-unsupported', path, `this is ${what}; its source declares ${wanted}`);
}
