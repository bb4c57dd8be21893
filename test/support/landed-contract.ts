/** The manifest of the last landed commit, where there is a history to look into. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { CONTRACT_FILE, type Contract } from '../../src/warehouse/queries/reporting-contract.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export interface LandedContract {
  readonly commit: string;
  /** Undefined where that commit has no manifest yet. */
  readonly contract: Contract | undefined;
}

/** Where the branch left `origin/main`; on that branch itself, the commit before. Undefined without a history. */
export function landedContract(): LandedContract | undefined {
  const head = git('rev-parse', 'HEAD');
  if (head === undefined) return undefined;
  const fork = git('merge-base', 'HEAD', 'origin/main');
  const commit = fork === undefined || fork === head ? git('rev-parse', '--verify', '-q', 'HEAD~1') : fork;
  if (commit === undefined) return undefined;
  const text = git('show', `${commit}:sql/${CONTRACT_FILE}`);
  return { commit, contract: text === undefined ? undefined : (JSON.parse(text) as Contract) };
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 16_000_000,
    }).trim();
  } catch {
    return undefined;
  }
}
