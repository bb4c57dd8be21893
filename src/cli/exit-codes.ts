/** The exit codes in words; the README shows the same table, and a test compares them. */
import { EXIT } from '../model/error.ts';

/** From what ends everything to what is in order: of several codes the one that comes first here counts. */
const WORST_FIRST: readonly number[] = [
  EXIT.terminated,
  EXIT.interrupted,
  EXIT.locked,
  EXIT.databaseUnavailable,
  EXIT.unexpected,
  EXIT.usage,
  EXIT.dataRefused,
  EXIT.reconciliationFailed,
  EXIT.stale,
  EXIT.differences,
  EXIT.ok,
];

/** The exit code of a command that did several things; one that is not known counts as an unexpected error. */
export function worstExitCode(codes: readonly number[]): number {
  const placeOf = (code: number) => WORST_FIRST.indexOf(WORST_FIRST.includes(code) ? code : EXIT.unexpected);
  return codes.reduce<number>((worst, code) => (placeOf(code) < placeOf(worst) ? code : worst), EXIT.ok);
}

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
