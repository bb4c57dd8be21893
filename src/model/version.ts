/**
 * Version of what the program computes. It is part of every run's key: raise it whenever equal inputs may give
 * other facts, and the next run recomputes; a release that changes no fact leaves it alone.
 */
export const ENGINE_VERSION = '1';

/** Version of the program, as in package.json (a test compares them). */
export const PROGRAM_VERSION = '0.1.0';

/**
 * Version of the reporting contract. Raised when the reporting tables demand of a release what older releases do not
 * hold; those can then not be published any more. A new table or column that may stay empty does not raise it.
 */
export const REPORTING_CONTRACT_VERSION = 1;

/**
 * Version of the rules by which a change between two editions is split into parts. Raised when equal figures may give
 * other parts: stored splits of lower versions are then replaced, in the history of releases too.
 */
export const ATTRIBUTION_VERSION = 1;

/**
 * Version of the program's own part of the recomputation of sub-indices from components, beside declared methods and
 * inputs, which name themselves. Raised when equal figures may give others: stored ones are then replaced.
 */
export const RECOMPUTATION_VERSION = 1;
