/** The exit codes in words; the README shows the same table, and a test compares them. */
import { EXIT } from '../model/error.ts';

export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.ok, 'done, or nothing to do'],
  [EXIT.unexpected, 'unexpected error'],
  [EXIT.usage, 'wrong usage or configuration'],
  [EXIT.dataRefused, 'data refused (contract, quarantine, audit)'],
  [EXIT.reconciliationFailed, 'reconciliation failed'],
  [EXIT.stale, 'stale data'],
  [EXIT.differences, 'differences found'],
  [EXIT.databaseUnavailable, 'database unreachable or migration pending'],
  [EXIT.locked, 'another run holds the lock'],
  [EXIT.interrupted, 'interrupted (SIGINT)'],
  [EXIT.terminated, 'terminated (SIGTERM)'],
];

export const EXIT_CODE_HELP = `\nExit codes:\n${EXIT_CODES.map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`).join('\n')}`;
