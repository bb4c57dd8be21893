/** The built program as a child process, as its users meet it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli', 'main.js');

export interface CliOptions {
  /** Added as --data-dir. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly cwd?: string;
  /** The reader of its output goes away before there is any. */
  readonly closeStdout?: boolean;
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `egdi args…` to its end; settings of this machine's environment do not reach it. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const dataDir = options.dataDir === undefined ? [] : ['--data-dir', options.dataDir];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args, ...dataDir], {
      cwd: options.cwd,
      env: { ...cleanEnvironment(), ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    if (options.closeStdout === true) child.stdout.destroy();
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(options.input ?? '');
  });
}

export function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(?:EGDI_|DATABASE_URL|NO_COLOR|FORCE_COLOR|NODE_OPTIONS|VITEST)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
