/**
 * Version of what the program computes. It is part of every run's key: raise it whenever equal inputs may give
 * other facts, and the next run recomputes; a release that changes no fact leaves it alone.
 */
export const ENGINE_VERSION = '1';

/** Version of the program, as in package.json (a test compares them). */
export const PROGRAM_VERSION = '0.1.0';
