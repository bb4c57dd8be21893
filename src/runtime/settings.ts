/**
 * Where a setting's text comes from, before it is checked. Owns the order flag > environment > `.env` >
 * default, secrets by file, and the refusal of unknown `EGDI_*` names. May import model/.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { EgdiError, EXIT } from '../model/error.ts';
import { nearestName } from './nearest-name.ts';

export interface Origin {
  readonly kind: 'flag' | 'environment' | 'env-file' | 'default';
  /** `--data-dir`, `EGDI_DATA_DIR`; the key's environment name for a default. */
  readonly name: string;
  /** For people: `EGDI_DATA_DIR (environment)`. */
  readonly text: string;
}

export interface RawSetting {
  readonly value: string | null;
  readonly origin: Origin;
}

export interface SettingNames {
  readonly flag: string;
  readonly env: readonly [string, ...string[]];
  readonly fallback: string | null;
}

/** The text of a file; throws as `readFileSync` does. */
export type ReadFile = (path: string) => string;

type Variables = Readonly<Record<string, string | undefined>>;

interface Sources<Key extends string> {
  readonly flags: { readonly [K in Key]?: string | number | boolean | undefined };
  readonly env: Variables;
  readonly cwd: string;
  readonly readFile?: ReadFile | undefined;
}

interface Layer {
  readonly kind: 'environment' | 'env-file';
  readonly label: string;
  readonly variables: Variables;
}

/** The text of each setting with its origin. Throws `EgdiError` `config-invalid` (exit 2). */
export function readSettings<Key extends string>(
  settings: { readonly [K in Key]: SettingNames },
  { flags, env, cwd, readFile = (path) => readFileSync(path, 'utf8') }: Sources<Key>,
): Record<Key, RawSetting> {
  const layers: Layer[] = [
    { kind: 'environment', label: 'environment', variables: env },
    { kind: 'env-file', label: '.env file', variables: readEnvFile(resolve(cwd, '.env'), readFile) },
  ];
  const known = Object.values<SettingNames>(settings).flatMap((setting) => setting.env);
  for (const layer of layers) refuseUnknown(layer, known);
  const secretAt = (path: string, origin: Origin): string => readSecret(resolve(cwd, path), origin, readFile);
  const entries = Object.entries<SettingNames>(settings).map(([key, names]) => {
    const flag = flags[key as Key];
    const given = flag === undefined ? fromLayers(names, layers, secretAt) : fromFlag(names, flag);
    return [key, given ?? fromDefault(names)];
  });
  return Object.fromEntries(entries) as Record<Key, RawSetting>;
}

function fromFlag({ flag }: SettingNames, value: string | number | boolean): RawSetting {
  // `--no-color` and `--color` reach us as truth values.
  const text = value === true ? 'always' : value === false ? 'never' : String(value);
  return { value: text, origin: { kind: 'flag', name: flag, text: flag } };
}

function fromDefault({ env, fallback }: SettingNames): RawSetting {
  return { value: fallback, origin: { kind: 'default', name: env[0], text: `${env[0]} (default)` } };
}

function fromLayers(
  { env: names }: SettingNames,
  layers: readonly Layer[],
  secretAt: (path: string, origin: Origin) => string,
): RawSetting | undefined {
  for (const { kind, label, variables } of layers) {
    // An empty variable is an unset one: that is what compose passes on for `${NAME:-}`.
    const given = names.filter((name) => (variables[name] ?? '') !== '');
    const name = given[0];
    if (name === undefined) continue;
    const origin: Origin = { kind, name, text: `${name} (${label})` };
    // Some settings name a file themselves: EGDI_METRICS_FILE is no secret.
    const secretFile = `${names[0]}_FILE`;
    if (given.includes(secretFile) && given.length > 1) {
      throw invalid(`${given.join(' and ')} are both set (${label}); only one of them can be meant`);
    }
    const text = variables[name] ?? '';
    return { value: name === secretFile ? secretAt(text, origin) : translate(name, text), origin };
  }
  return undefined;
}

/** What a variable's text means where that is not the text itself. */
function translate(name: string, text: string): string {
  if (name === 'NO_COLOR') return 'never';
  if (name === 'FORCE_COLOR') return text === '0' || text === 'false' ? 'never' : 'always';
  return text;
}

function readSecret(path: string, origin: Origin, readFile: ReadFile): string {
  let secret: string;
  try {
    secret = readFile(path).trim();
  } catch (cause) {
    throw invalid(`${origin.text}: cannot read ${path} (${errorCode(cause)})`, cause);
  }
  if (secret === '') throw invalid(`${origin.text}: ${path} is empty`);
  return secret;
}

function readEnvFile(path: string, readFile: ReadFile): Variables {
  try {
    return parseEnv(readFile(path).replace(/^\uFEFF/, ''));
  } catch (cause) {
    // No such file; or a folder, which is what a Python environment of that name is.
    if (['ENOENT', 'EISDIR'].includes(errorCode(cause))) return {};
    throw invalid(`cannot read ${path} (${errorCode(cause)})`, cause);
  }
}

function refuseUnknown({ label, variables }: Layer, known: readonly string[]): void {
  const unknown = Object.keys(variables).filter((name) => name.startsWith('EGDI_') && !known.includes(name));
  if (unknown.length === 0) return;
  const lines = unknown.sort().map((name) => {
    const near = nearestName(name, known) ?? known.find((other) => name === `EGDI_${other}`);
    return `${name} (${label}) is not a setting${near === undefined ? '' : `; did you mean ${near}?`}`;
  });
  throw invalid(lines.join('\n'), undefined, `settings: ${known.join(', ')}`);
}

function invalid(message: string, cause?: unknown, hint?: string): EgdiError {
  return new EgdiError('config-invalid', message, { exitCode: EXIT.usage, cause, ...(hint && { hint }) });
}

function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
}
