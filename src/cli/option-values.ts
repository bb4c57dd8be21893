/** What options on the command line take. */
import { InvalidArgumentError } from 'commander';

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It is to be a whole number, 0 or more.');
  return Number(text);
}

export function positiveNumber(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value === 0) throw new InvalidArgumentError('It is to be a whole number, 1 or more.');
  return value;
}

/** As many as take minutes; more would be a slip. */
const MOST_REPLICATES = 10_000_000;

export function replicates(text: string): number {
  const value = positiveNumber(text);
  if (value > MOST_REPLICATES) throw new InvalidArgumentError(`It is to be at most ${MOST_REPLICATES}.`);
  return value;
}

/** A whole number of 32 bits. */
export function seed(text: string): number {
  const value = wholeNumber(text);
  if (value > 0xffff_ffff) throw new InvalidArgumentError('It is to be at most 4294967295.');
  return value;
}

/** For an option that may be repeated. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** A number from 0 to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (!/^[\d.]+$/.test(text) || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('It is to be a number from 0 to 1.');
  }
  return value;
}

/** Words of a list, with commas between them, each once; `none` is the empty list. */
export function wordsOf<T extends string>(known: readonly T[]): (text: string) => readonly T[] {
  return (text) => {
    if (text === 'none') return [];
    const words = [...new Set(text.split(','))];
    const unknown = words.find((word) => !known.some((one) => one === word));
    if (unknown === undefined) return words as T[];
    throw new InvalidArgumentError(`“${unknown}” is not one of ${known.join(', ')}, none.`);
  };
}
