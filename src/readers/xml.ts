/** An XML file, streamed in pieces. What it is, is decided by its content. May import model/ only. */
import { fileBytes } from './byte-source.ts';
import { notThat, sniffFile } from './json.ts';
import type { ReadLimits } from './limits.ts';
import { refusal } from './refusal.ts';
import { readTextBlocks } from './text-blocks.ts';
import { type XmlHandler, XmlText } from './xml-text.ts';

export { localName, type XmlHandler } from './xml-text.ts';

/**
 * Reads a document; yields after every piece of it that was handed on, so that what was made of it can be passed on.
 * @throws ReadFault file-missing, file-empty, file-too-large, format-html, format-unsupported, encoding-invalid,
 * xml-malformed, xml-unsafe, document-beyond-limits
 */
export async function* readXml(
  path: string,
  handler: XmlHandler,
  limits: ReadLimits,
  signal?: AbortSignal,
): AsyncGenerator<void> {
  const sniffed = await sniffFile(path);
  if (sniffed.content !== 'xml') throw notThat(path, sniffed, 'XML');
  const document = new XmlText(handler, path, limits);
  for await (const { bytes, invalid } of readTextBlocks(fileBytes(path), sniffed, limits)) {
    signal?.throwIfAborted();
    document.write(bytes.toString('utf8'));
    yield;
    if (invalid !== undefined) {
      throw refusal('encoding-invalid', path, `the text holds ${invalid}`, {
        hint: 'save the file as UTF-8',
      });
    }
  }
  document.end();
}
