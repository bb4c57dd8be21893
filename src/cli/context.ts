/**
 * What a command is given: configuration, streams, paths and the ways into the warehouse. cli/ is the only folder
 * that knows everything, `pipelines/` included. Commands load what they need when they run: start-up time counts.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EgdiError } from '../model/error.ts';
import { PROGRAM_VERSION } from '../model/version.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { type Config, type ConfigFlags, loadConfig, secretsOf, wantsColor } from '../runtime/config.ts';
import { createLogger, type Logger } from '../runtime/logger.ts';
import { createProgress, type Progress } from '../runtime/progress.ts';
import { createRedactor, type Redactor } from '../runtime/redact.ts';
import type { Shutdown } from '../runtime/shutdown.ts';
import type { SqlFolder } from '../warehouse/schema/sql-files.ts';

/** Options that every command has. */
export interface GlobalOptions {
  readonly databaseUrl?: string;
  readonly dataDir?: string;
  readonly logLevel?: string;
  readonly color?: boolean;
  readonly json?: boolean;
}

export interface CliContext {
  readonly config: Config;
  readonly json: boolean;
  readonly color: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Takes this program's secrets out of whatever is written somewhere. */
  readonly redactor: Redactor;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** The program's own folder: fixtures/ and sql/ lie in it. */
  readonly root: string;
  readonly sqlFolder: SqlFolder;
  readonly snapshotFolder: string;
  readonly outputFolder: string;
  /** Writes a result to stdout. */
  print(text: string): void;
}

/** Reads the configuration and prepares the streams. Throws `EgdiError` `config-invalid` (exit 2). */
export function createCliContext(options: GlobalOptions, shutdown: Shutdown): CliContext {
  const flags: ConfigFlags = {
    databaseUrl: options.databaseUrl,
    dataDir: options.dataDir,
    logLevel: options.logLevel,
    ...(options.color === false ? { color: 'never' } : {}),
  };
  const config = loadConfig({ flags, env: process.env, cwd: process.cwd() });
  const root = programRoot();
  const redactor = createRedactor(secretsOf(config));
  return {
    config,
    json: options.json === true,
    color: wantsColor(config.color, process.stdout.isTTY === true),
    clock: systemClock,
    logger: createLogger({ level: config.logLevel, version: PROGRAM_VERSION, redactor }),
    redactor,
    progress: createProgress({
      stream: process.stderr,
      isTty: process.stderr.isTTY === true,
      color: wantsColor(config.color, process.stderr.isTTY === true),
    }),
    signal: shutdown.signal,
    root,
    sqlFolder: { path: join(root, 'sql') },
    snapshotFolder: join(config.dataDir, 'snapshots'),
    outputFolder: join(config.dataDir, 'outputs'),
    print: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  };
}

/** The nearest folder above this file that holds package.json: the same from src/ and from dist/. */
function programRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new EgdiError('installation-damaged', 'package.json of the program is missing');
    folder = parent;
  }
  return folder;
}
