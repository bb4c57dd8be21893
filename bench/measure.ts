/** Whole processes, timed from outside: wall time and the peak memory that the process itself reports. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Measurement {
  readonly seconds: number;
  readonly peakMb: number;
}

export interface MeasuredProcess extends Measurement {
  /** What it wrote to stdout. */
  readonly output: string;
}

const REPORTER = fileURLToPath(new URL('./report-memory.js', import.meta.url));

/** Runs `node script args…` to its end. Throws when it fails, with what it wrote to stderr. */
export async function measureNode(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<MeasuredProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'egdi-bench-'));
  const reportFile = join(folder, 'memory');
  const startedAt = performance.now();
  let output = '';
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', REPORTER, script, ...args], {
        env: { ...cleanEnvironment(), ...env, BENCH_MEMORY_FILE: reportFile },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let complaint = '';
      child.stderr.on('data', (text) => {
        complaint += String(text);
      });
      child.stdout.on('data', (text) => {
        output += String(text);
      });
      child.on('error', reject);
      child.on('close', (code) => {
        if (code === 0) resolve();
        else reject(new Error(`${script} ${args.join(' ')} ended with ${code}\n${complaint}`));
      });
    });
    const seconds = (performance.now() - startedAt) / 1000;
    return { seconds, peakMb: Number(await readFile(reportFile, 'utf8')), output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The machine's settings must not reach what is measured. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:EGDI_|DATABASE_URL|NODE_OPTIONS)/.test(name)),
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
