/**
 * The log: JSON lines on stderr for operators, one stable event name per line. Owns pino and its settings.
 * Written synchronously and without worker transports, which lose the last lines of a process that exits.
 * Imports nothing of the project but its neighbours.
 */
import { createRequire } from 'node:module';
import type { Logger as PinoLogger, LoggerOptions as PinoOptions } from 'pino';
import { createRedactor, type Redactor } from './redact.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFields = Readonly<Record<string, unknown>>;

/** `log.info('stage.finished', { stage: 'load', rows: 193 })`: event names are stable, figures are fields. */
export interface Logger {
  readonly level: LogLevel;
  isEnabled(level: LogLevel): boolean;
  trace(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  fatal(event: string, fields?: LogFields): void;
  /** The same log with these fields on every line. */
  child(bindings: LogFields): Logger;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  readonly version: string;
  /** What takes secrets out of every line; one that knows no secrets but their shapes unless given. */
  readonly redactor?: Redactor;
  /** Where lines go instead of stderr. */
  readonly destination?: { write(line: string): void };
}

type Pino = typeof import('pino');

const SERVICE = 'egdi-pipeline';

/** A log that loads and opens pino with its first line; below its level it costs one comparison. */
export function createLogger(options: LoggerOptions): Logger {
  let root: PinoLogger | undefined;
  return wrap(options.level, options.redactor ?? createRedactor([]), () => {
    root ??= openPino(options);
    return root;
  });
}

/** A log that says nothing, for tests and for callers without one. */
export const silentLogger: Logger = wrap('silent', createRedactor([]), () => {
  throw new Error('a silent log is never opened');
});

function wrap(level: LogLevel, redactor: Redactor, open: () => PinoLogger): Logger {
  const threshold = LOG_LEVELS.indexOf(level);
  const isEnabled = (wanted: LogLevel): boolean =>
    wanted !== 'silent' && LOG_LEVELS.indexOf(wanted) >= threshold;
  const at =
    (wanted: Exclude<LogLevel, 'silent'>) =>
    (event: string, fields: LogFields = {}): void => {
      if (isEnabled(wanted)) open()[wanted](redactor.fields(fields), redactor.text(event));
    };
  return {
    level,
    isEnabled,
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    child(bindings) {
      let own: PinoLogger | undefined;
      return wrap(level, redactor, () => {
        own ??= open().child(redactor.fields(bindings));
        return own;
      });
    },
  };
}

function openPino({ level, version, destination }: LoggerOptions): PinoLogger {
  // A require, not an import: it is synchronous, so the first line can wait for pino and no other call has to.
  const { pino } = createRequire(import.meta.url)('pino') as Pino;
  const options: PinoOptions = {
    level,
    // Secrets are masked before pino sees the fields (redact.ts): its own redaction knows fixed paths only.
    base: { service: SERVICE, version },
    messageKey: 'event',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  };
  return pino(options, destination ?? pino.destination({ fd: 2, sync: true }));
}
