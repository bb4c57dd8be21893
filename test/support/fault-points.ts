/** Makes the program fail, or stand still, at a named point of its work (see `fault-preload.mjs`). */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Point } from '../../src/runtime/points.ts';
import { type CliProcess, startCli } from './cli-process.ts';

const PRELOAD = `--import=${pathToFileURL(join(import.meta.dirname, 'fault-preload.mjs')).href}`;

type Environment = Readonly<Record<string, string>>;

/** Environment in which the program kills itself when it passes a point for the n-th time. */
export function killedAt(point: Point, hit = 1): Environment {
  return { NODE_OPTIONS: PRELOAD, FAULT_POINT: point, FAULT_HIT: String(hit) };
}

/** Environment in which the program writes down the points that it passes. */
export function recordingTo(file: string): Environment {
  return { NODE_OPTIONS: PRELOAD, FAULT_RECORD: file };
}

export interface PausedRun {
  readonly cli: CliProcess;
  /** Lets it go on from its point. */
  resume(): void;
}

export interface PauseOptions {
  /** Where the file lies that says that the program stands still. */
  readonly folder: string;
  readonly hit?: number;
  readonly env?: Environment;
}

/** Starts the program and returns when it stands still at a point; rejects when it ends without getting there. */
export async function pausedAt(
  point: Point,
  args: readonly string[],
  { folder, hit = 1, env = {} }: PauseOptions,
): Promise<PausedRun> {
  const file = join(folder, `paused-${point}`);
  const cli = startCli(args, {
    env: { ...env, ...killedAt(point, hit), FAULT_ACTION: 'pause', FAULT_FILE: file },
  });
  let over: string | undefined;
  void cli.ended.then(({ code, stderr }) => {
    over = `ended with ${code} before ${point}:\n${stderr}`;
  });
  while (!existsSync(file)) {
    if (over !== undefined) throw new Error(over);
    await pause(10);
  }
  return { cli, resume: () => rmSync(file) };
}
