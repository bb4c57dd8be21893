/**
 * Random numbers by counting: Philox2x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3;
 * SC 2011). A number is a pure function of seed, stream, replicate and dimension, so that a replicate is the same
 * whoever computes it, in whatever order: results depend neither on chunks nor on the number of workers.
 */

const MULTIPLIER = 0xd256d193;
const MULTIPLIER_LOW = MULTIPLIER & 0xffff;
const MULTIPLIER_HIGH = MULTIPLIER >>> 16;
const KEY_STEP = 0x9e3779b9;
const ROUNDS = 10;

/** Dimensions 2k and 2k + 1 share a block of two words; a stream takes every fourth block. */
const STREAMS = 4;
export const LARGEST_SEED = 0xffff_ffff;
/** How many numbers a replicate can have in one stream. */
export const DIMENSION_LIMIT = 2 ** 31;

/** The two words of one block; both are written anew by each call. */
export interface PhiloxBlock {
  first: number;
  second: number;
}

/** Encrypts the counter (two 32-bit words) under the key, into `block`: whole numbers of 0 … 2³² − 1. */
export function philox2x32(counter0: number, counter1: number, key: number, block: PhiloxBlock): void {
  let left = counter0 >>> 0;
  let right = counter1 | 0;
  let roundKey = key | 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    // The high word of a 32 × 32-bit product, from products of 16-bit halves.
    const low = left & 0xffff;
    const high = left >>> 16;
    const middle = Math.imul(low, MULTIPLIER_HIGH) >>> 0;
    const carry = Math.imul(low, MULTIPLIER_LOW) >>> 16;
    const crossed = (Math.imul(high, MULTIPLIER_LOW) >>> 0) + carry;
    const sum = (crossed & 0xffff) + (middle & 0xffff);
    const upper = (Math.imul(high, MULTIPLIER_HIGH) + (crossed >>> 16) + (middle >>> 16) + (sum >>> 16)) | 0;
    const product = Math.imul(left, MULTIPLIER);
    left = (upper ^ roundKey ^ right) >>> 0;
    right = product;
    roundKey = (roundKey + KEY_STEP) | 0;
  }
  block.first = left >>> 0;
  block.second = right >>> 0;
}

const WORD = 2 ** -32;

/** The middle of the word's cell: never 0, never 1, mean ½. */
function unit(word: number): number {
  return (word + 0.5) * WORD;
}

/** Where the numbers of one run come from. */
export interface RandomSource {
  /** Whole, 0 … `LARGEST_SEED`. */
  readonly seed: number;
  /** 0 … 3: independent numbers for the same replicate (plain ensemble, designs A and B of Sobol's indices). */
  readonly stream: number;
}

/**
 * Fills out[from … from + count − 1] with U(0, 1) numbers, 32 bits each: the dimensions `dimension`, `dimension` + 1 …
 * of a replicate. The same dimension gives the same number however the calls are cut.
 */
export function fillUniforms(
  { seed, stream }: RandomSource,
  replicate: number,
  dimension: number,
  out: Float64Array,
  from = 0,
  count: number = out.length - from,
): void {
  const end = from + count;
  let at = from;
  let wanted = dimension;
  if (count > 0 && (wanted & 1) === 1) {
    philox2x32(replicate, (wanted >>> 1) * STREAMS + stream, seed, SCRATCH);
    out[at] = unit(SCRATCH.second);
    at += 1;
    wanted += 1;
  }
  for (; at < end; at += 2, wanted += 2) {
    philox2x32(replicate, (wanted >>> 1) * STREAMS + stream, seed, SCRATCH);
    out[at] = unit(SCRATCH.first);
    if (at + 1 < end) out[at + 1] = unit(SCRATCH.second);
  }
}

/** Written and read within one call: no state between calls. */
const SCRATCH: PhiloxBlock = { first: 0, second: 0 };
