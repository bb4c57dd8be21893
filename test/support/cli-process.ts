/**
 * The built program as a child process, for end-to-end tests of commands that run until they are stopped. Its
 * environment holds no setting of whoever runs the tests, its input is empty.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type CliOptions, cleanEnvironment } from './cli.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli', 'main.js');

export interface CliOutcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly pid: number;
  /** The first line of either stream that matches, now or later. Rejects when the program ends without it. */
  line(pattern: RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<CliOutcome>;
}

const running = new Set<ChildProcess>();

/** Starts the program. What a failed test leaves running is ended by `killLeftovers`. */
export function startCli(args: readonly string[], options: Omit<CliOptions, 'input'> = {}): CliProcess {
  const child = spawn(process.execPath, [MAIN, ...args, ...dataDirArgs(options)], {
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), ...options.env },
  });
  running.add(child);
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = (async (): Promise<CliOutcome> => {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    running.delete(child);
    return { code, signal, ...output };
  })();
  const find = (pattern: RegExp): string | undefined =>
    [output.stdout, output.stderr]
      .flatMap((text) => text.split('\n').slice(0, -1))
      .find((line) => pattern.test(line));
  return {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = find(pattern);
          if (found === undefined) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then(({ code, stdout, stderr }) =>
          reject(new Error(`ended with ${code} without a line ${pattern}:\n${stdout}${stderr}`)),
        );
      }),
  };
}

/** For `afterAll`. */
export async function killLeftovers(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      return closed;
    }),
  );
}

function dataDirArgs({ dataDir }: CliOptions): string[] {
  return dataDir === undefined ? [] : ['--data-dir', dataDir];
}
