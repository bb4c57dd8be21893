/**
 * What the user decided: flag > environment > `.env` > default, checked once. Owns the table of settings,
 * their names and their origins; no other module reads the environment. May import model/.
 */
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { EgdiError, EXIT } from '../model/error.ts';
import { isHeartbeatUrl } from './heartbeat.ts';
import { LOG_LEVELS } from './logger.ts';
import { hasNamedKeys, readNamedKeys } from './named-keys.ts';
import { REDACTED, redactText, redactUrl, secretsInUrl } from './redact.ts';
import { type Origin, type RawSetting, type ReadFile, readSettings } from './settings.ts';

/** Raw values of command line flags; what is undefined was not given. */
export type ConfigFlags = { readonly [Key in ConfigKey]?: string | number | boolean | undefined };

const wholeNumber = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: 'is not a whole number' })
    .transform(Number)
    .refine((value) => value >= low && value <= high, { error: `is not between ${low} and ${high}` });

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, { error: `is not one of ${values.join(', ')}` });

// Whether a schedule can be met is node-cron's knowledge; here only what is plainly no schedule is refused.
const CRON_FIELDS = /^[\dA-Za-z*/,\-#?]+( +[\dA-Za-z*/,\-#?]+){4,5}$/;

const configSchema = z.strictObject({
  databaseUrl: z
    .string()
    .refine(isPostgresUrl, {
      error: 'is not a postgres:// URL (percent-encode special characters in the password)',
    })
    .nullable(),
  dataDir: z.string(),
  logLevel: oneOf(LOG_LEVELS),
  maxFileMb: wholeNumber(1, 2_000),
  migrate: oneOf(['auto', 'manual']),
  color: oneOf(['auto', 'always', 'never']),
  schedule: z.string().regex(CRON_FIELDS, { error: 'is not a cron expression of five or six fields' }),
  timezone: z.string().refine(isTimezone, { error: 'is not an IANA time zone such as UTC or Asia/Almaty' }),
  heartbeatUrl: z
    .string()
    .refine(isHeartbeatUrl, { error: 'is not an http:// or https:// URL without a user name' })
    .nullable(),
  artifactDir: z.string().nullable(),
  metricsFile: z.string().nullable(),
  openLineage: z
    .string()
    .refine(isFileOrWebAddress, { error: 'is not a file, a file: URL or an http(s): URL' })
    .nullable(),
  openLineageApiKey: z
    .string()
    .regex(/^[\x21-\x7e]+$/, { error: 'holds blanks or characters that no HTTP header can carry' })
    .nullable(),
  sourceKeys: z
    .string()
    .refine(hasNamedKeys, { error: 'is no list of name=key, with keys of at least 6 characters' })
    .nullable(),
});

type Settings = z.output<typeof configSchema>;
export type ConfigKey = keyof Settings;

/**
 * The checked settings; folders and files are absolute, `databaseUrl` null means the embedded database, and without
 * an `artifactDir` the artifacts of runs lie in the data directory.
 */
export interface Config extends Readonly<Settings> {
  readonly artifactDir: string;
  /** Where each value came from; values themselves are not in here. */
  readonly origins: { readonly [Key in ConfigKey]: Origin };
}

interface Setting {
  readonly flag: string;
  /** Names in the environment, the first one to be named in messages. */
  readonly env: readonly [string, ...string[]];
  readonly fallback: string | null;
  readonly secret?: true;
}

/** The whole table: README, `.env.example` and the did-you-mean speak of these names and no others. */
export const SETTINGS: { readonly [Key in ConfigKey]: Setting } = {
  databaseUrl: {
    flag: '--database-url',
    env: ['DATABASE_URL', 'DATABASE_URL_FILE'],
    fallback: null,
    secret: true,
  },
  dataDir: { flag: '--data-dir', env: ['EGDI_DATA_DIR'], fallback: '.egdi' },
  logLevel: { flag: '--log-level', env: ['EGDI_LOG_LEVEL'], fallback: 'warn' },
  maxFileMb: { flag: '--max-file-mb', env: ['EGDI_MAX_FILE_MB'], fallback: '100' },
  migrate: { flag: '--migrate', env: ['EGDI_MIGRATE'], fallback: 'auto' },
  color: { flag: '--color', env: ['EGDI_COLOR', 'NO_COLOR', 'FORCE_COLOR'], fallback: 'auto' },
  schedule: { flag: '--schedule', env: ['EGDI_SCHEDULE'], fallback: '0 3 * * *' },
  timezone: { flag: '--timezone', env: ['EGDI_TIMEZONE'], fallback: 'UTC' },
  heartbeatUrl: {
    flag: '--heartbeat-url',
    env: ['EGDI_HEARTBEAT_URL', 'EGDI_HEARTBEAT_URL_FILE'],
    fallback: null,
    secret: true,
  },
  artifactDir: { flag: '--artifact-dir', env: ['EGDI_ARTIFACT_DIR'], fallback: null },
  metricsFile: { flag: '--metrics-file', env: ['EGDI_METRICS_FILE'], fallback: null },
  openLineage: { flag: '--open-lineage', env: ['EGDI_OPENLINEAGE'], fallback: null },
  openLineageApiKey: {
    flag: '--open-lineage-api-key',
    env: ['EGDI_OPENLINEAGE_API_KEY', 'EGDI_OPENLINEAGE_API_KEY_FILE'],
    fallback: null,
    secret: true,
  },
  sourceKeys: {
    flag: '--source-keys',
    env: ['EGDI_SOURCE_KEYS', 'EGDI_SOURCE_KEYS_FILE'],
    fallback: null,
    secret: true,
  },
};

/** Every name that is read from the environment. */
export const ENV_NAMES: readonly string[] = Object.values(SETTINGS).flatMap((setting) => setting.env);

export interface ConfigSources {
  readonly flags: ConfigFlags;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where `.env` is looked for and relative paths start. */
  readonly cwd: string;
  /** How `.env` and secret files are read, where not from the disk. */
  readonly readFile?: ReadFile;
}

/**
 * Reads and checks all settings. Throws `EgdiError` `config-invalid` (exit 2) that names every wrong setting
 * and where it came from; the values of secrets are never in the message.
 */
export function loadConfig(sources: ConfigSources): Config {
  const raw = readSettings(SETTINGS, sources);
  const parsed = configSchema.safeParse(mapValues(raw, (setting) => setting.value));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((found) => describe(found, raw));
    throw new EgdiError('config-invalid', [...new Set(lines)].join('\n'), { exitCode: EXIT.usage });
  }
  const { data } = parsed;
  const at = (path: string) => resolve(sources.cwd, path);
  const dataDir = at(data.dataDir);
  return {
    ...data,
    dataDir,
    artifactDir: data.artifactDir === null ? join(dataDir, 'runs') : at(data.artifactDir),
    metricsFile: data.metricsFile === null ? null : at(data.metricsFile),
    openLineage:
      data.openLineage === null || isUrl(data.openLineage) ? data.openLineage : at(data.openLineage),
    origins: mapValues(raw, (setting) => setting.origin),
  };
}

/** The texts that must never be printed: the values of secret settings, and the secret parts of addresses. */
export function secretsOf(config: Config): string[] {
  return settingKeys().flatMap((key) => {
    const value = config[key];
    if (typeof value !== 'string') return [];
    if (!SETTINGS[key].secret) return secretsInUrl(value);
    // Of a database's address only the password is secret: a message that hides the host too helps nobody.
    if (key === 'databaseUrl') return secretsInUrl(value);
    if (key === 'sourceKeys') return [...readNamedKeys(value).values()];
    // Of a secret web address the path is the secret, and messages may show it alone.
    const path = isWebUrl(value) ? [new URL(value).pathname.slice(1)] : [];
    return [value, ...path, ...secretsInUrl(value)];
  });
}

/** Every setting as it may be shown, with where it came from. */
export function describeConfig(
  config: Config,
): Record<string, { readonly value: string | number | null; readonly origin: string }> {
  const shown = (key: ConfigKey): string | number | null => {
    const value = config[key];
    if (typeof value !== 'string') return value;
    if (!SETTINGS[key].secret) return URL.canParse(value) ? redactUrl(value) : redactText(value);
    if (isWebUrl(value)) return `${new URL(value).origin}/${REDACTED}`;
    return URL.canParse(value) ? redactUrl(value) : REDACTED;
  };
  return Object.fromEntries(
    settingKeys().map((key) => [key, { value: shown(key), origin: config.origins[key].text }]),
  );
}

function settingKeys(): ConfigKey[] {
  return Object.keys(SETTINGS) as ConfigKey[];
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** Whether to colour a stream: `auto` means on a terminal. */
export function wantsColor(color: Config['color'], isTty: boolean): boolean {
  return color === 'always' || (color === 'auto' && isTty);
}

function describe(found: z.core.$ZodIssue, raw: Record<ConfigKey, RawSetting>): string {
  const key = found.path[0] as ConfigKey;
  const { origin, value } = raw[key];
  const shown = SETTINGS[key].secret ? 'the value' : `'${redactText(String(value))}'`;
  return `${origin.text}: ${shown} ${found.message}`;
}

/** An `@` behind the host is the end of a password that was not encoded: its first part would pass for the host. */
function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text) && !new URL(text).pathname.includes('@');
}

function isUrl(text: string): boolean {
  return /^(file|https?):\/\//i.test(text);
}

function isFileOrWebAddress(text: string): boolean {
  return isUrl(text) ? URL.canParse(text) : !/^[a-z][a-z0-9+.-]+:\/\//i.test(text);
}

function isTimezone(name: string): boolean {
  if (name === 'UTC') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function mapValues<Value, Result>(
  record: Record<ConfigKey, Value>,
  change: (value: Value) => Result,
): Record<ConfigKey, Result> {
  const entries = Object.entries(record).map(([key, value]) => [key, change(value)]);
  return Object.fromEntries(entries) as Record<ConfigKey, Result>;
}
