/**
 * The body of an answer, in pieces: measured as it was sent and once decompressed, and told from one that broke off.
 * May import its neighbours only.
 */
import type { IncomingMessage } from 'node:http';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { HttpFault } from './http-fault.ts';
import type { HttpLimits } from './http-limits.ts';

/** Takes the body in pieces, decompressed. */
export type TakeBytes = (bytes: Buffer) => Promise<void>;

/** Reads to the end. Throws `HttpFault`, or what `take` throws. */
export async function readBody(
  response: IncomingMessage,
  take: TakeBytes,
  read: { transferredBytes: number; bytes: number },
  limits: HttpLimits,
  heard: () => void,
  signal: AbortSignal,
): Promise<void> {
  const announced = Number(response.headers['content-length']);
  if (announced > limits.maxTransferredBytes) {
    response.destroy();
    throw tooLarge(`the answer announces ${announced} bytes`, limits.maxTransferredBytes);
  }
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      heard();
      read.transferredBytes += chunk.length;
      const isWithin = read.transferredBytes <= limits.maxTransferredBytes;
      if (isWithin) done(null, chunk);
      else done(tooLarge('the answer has more bytes', limits.maxTransferredBytes));
    },
  });
  let notTaken: { readonly error: unknown } | undefined;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      read.bytes += chunk.length;
      if (read.bytes > limits.maxBytes) {
        done(tooLarge('the decompressed answer has more bytes', limits.maxBytes));
      } else {
        take(chunk).then(
          () => done(),
          (error: unknown) => {
            notTaken = { error };
            done(error as Error);
          },
        );
      }
    },
  });
  try {
    await pipeline([response, meter, ...decodersOf(response), sink], { signal });
  } catch (error) {
    if (notTaken !== undefined) throw notTaken.error;
    const isOwn = error instanceof HttpFault || response.complete || isCompressionError(error);
    throw isOwn ? error : incomplete(read.transferredBytes, error);
  }
  // A body without announced length ends with its connection; nobody can tell whether that was the end of it.
  if (!response.complete) throw incomplete(read.transferredBytes);
}

function decodersOf({ headers }: IncomingMessage): Transform[] {
  const encodings = (headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  // Applied in the order in which they are named, so taken off from the last.
  return encodings.reverse().map((encoding) => {
    switch (encoding) {
      case 'gzip':
      case 'x-gzip':
        return createGunzip();
      case 'deflate':
        return createInflate();
      case 'br':
        return createBrotliDecompress();
      default:
        throw new HttpFault('incomplete', `the answer is compressed as “${encoding.slice(0, 40)}”`);
    }
  });
}

function tooLarge(what: string, limit: number): HttpFault {
  return new HttpFault('too-large', `${what}; the limit is ${limit}`);
}

function incomplete(transferredBytes: number, cause?: unknown): HttpFault {
  return new HttpFault('incomplete', `the answer broke off after ${transferredBytes} bytes`, {
    isRetryable: true,
    cause,
  });
}

export function isCompressionError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING|ERR_ZLIB|BROTLI)/.test(code);
}
