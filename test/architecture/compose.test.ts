import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ENV_NAMES, loadConfig } from '../../src/runtime/config.ts';

// No container engine is needed here: what the files say is checked, not what an engine makes of them.
const ROOT = join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

/** The lines below `key:` of a YAML text, without comments, one level of indentation taken off. */
function block(text: string, ...keys: string[]): string {
  return keys.reduce((outer, key) => {
    const lines = outer.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
    const start = lines.findIndex((line) => line === `${key}:` || line.startsWith(`${key}: &`));
    if (start < 0) throw new Error(`no ${key} in:\n${outer}`);
    const rest = lines.slice(start + 1);
    const end = rest.findIndex((line) => !line.startsWith(' '));
    return (end < 0 ? rest : rest.slice(0, end)).map((line) => line.slice(2)).join('\n');
  }, text);
}

describe('compose', () => {
  const text = read('compose.yaml');
  const common = block(text, 'x-egdi');
  const service = (...keys: string[]): string => block(text, 'services', ...keys);

  test('the database is PostgreSQL of one major version, on a volume, and reports its health over TCP', () => {
    expect(service('db')).toMatch(/^image: postgres:18(-\w+)?$/m);
    expect(service('db', 'volumes')).toContain('- db-data:/var/lib/postgresql');
    expect(service('db', 'healthcheck')).toContain('"pg_isready", "--host=127.0.0.1"');
    expect(service('db')).not.toMatch(/^ports:/m);
  });

  test('migrate waits for a healthy database and runs once, with its roles', () => {
    expect(service('migrate')).toContain('command: ["migrate", "--roles"]');
    expect(service('migrate', 'depends_on', 'db')).toBe('condition: service_healthy');
    expect(service('migrate')).toContain('restart: "no"');
  });

  test('the scheduler waits for the migration, comes back, and leaves the tables to migrate', () => {
    expect(service('scheduler')).toContain('command: ["schedule"]');
    expect(service('scheduler', 'depends_on', 'migrate')).toBe('condition: service_completed_successfully');
    expect(service('scheduler', 'depends_on', 'db')).toBe('condition: service_healthy');
    expect(service('scheduler')).toContain('restart: unless-stopped');
    expect(service('scheduler', 'environment')).toContain('EGDI_MIGRATE: manual');
  });

  test('the program runs without privileges on a read-only file system', () => {
    expect(service('migrate')).toContain('<<: *egdi');
    expect(service('scheduler')).toContain('<<: *egdi');
    expect(common).toContain('read_only: true');
    expect(block(common, 'tmpfs')).toBe('- /tmp');
    expect(block(common, 'volumes')).toBe('- data:/data');
    expect(block(common, 'cap_drop')).toBe('- ALL');
    expect(block(common, 'security_opt')).toBe('- no-new-privileges:true');
    expect(common).not.toMatch(/^(privileged|user|init):/m);
  });

  test('a stop is given longer than the program takes for it', () => {
    const graceSeconds = Number(/^stop_grace_period: (\d+)s$/m.exec(common)?.[1]);
    const shutdownMs = Number(
      /graceMs = ([\d_]+)/.exec(read('src/runtime/shutdown.ts'))?.[1]?.replace('_', ''),
    );
    expect(graceSeconds * 1_000).toBeGreaterThan(shutdownMs);
  });

  test('secrets come from files and never from the environment', () => {
    expect(block(text, 'secrets', 'database-url')).toBe('file: ./secrets/database-url');
    expect(block(text, 'secrets', 'db-password')).toBe('file: ./secrets/db-password');
    expect(block(common, 'environment')).toContain('DATABASE_URL_FILE: /run/secrets/database-url');
    expect(block(common, 'secrets')).toBe('- database-url');
    expect(service('db', 'environment')).toContain('POSTGRES_PASSWORD_FILE: /run/secrets/db-password');
    expect(text.replace(/#.*/g, '')).not.toMatch(/PASSWORD:|DATABASE_URL:|:\/\//);
  });

  test('every volume and secret that a service names is declared', () => {
    for (const [kind, pattern] of [
      ['volumes', /^ +- ([\w-]+):\//gm],
      ['secrets', /\/run\/secrets\/([\w-]+)$/gm],
    ] as const) {
      const declared = block(text, kind).match(/^[\w-]+(?=:)/gm) ?? [];
      const used = [...text.matchAll(pattern)].map((match) => match[1]);
      expect([...new Set(used)].sort()).toEqual([...declared].sort());
    }
  });

  test('it sets no setting that the program would refuse', () => {
    const named = [...text.matchAll(/^\s+((?:EGDI|DATABASE)_\w+):/gm)].map((match) => match[1]);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !ENV_NAMES.includes(name ?? ''))).toEqual([]);
  });
});

describe('.env.example', () => {
  const example = read('.env.example');
  const named = [...example.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map((match) => match[1] ?? '');

  test('names every setting once and nothing else', () => {
    expect([...named].sort()).toEqual([...ENV_NAMES].sort());
  });

  test('explains every setting in a comment of its own or of its group', () => {
    const groups = example.trim().split('\n\n').slice(1);
    const unexplained = groups.filter((group) => !/^# \S/.test(group));
    expect(unexplained).toEqual([]);
    expect(groups.join('\n').match(/^#?[A-Z][A-Z_]+=/gm)).toHaveLength(named.length);
  });

  test('shows the defaults, so that uncommenting changes nothing', () => {
    const shown = parseEnv(example.replace(/^#(?=[A-Z_]+=)/gm, ''));
    const env = Object.fromEntries(Object.entries(shown).filter(([name]) => name.startsWith('EGDI_')));
    const cwd = '/project';
    const readFile = (): string => '';
    const { origins: _given, ...given } = loadConfig({ flags: {}, env, cwd, readFile });
    const { origins: _defaults, ...defaults } = loadConfig({ flags: {}, env: {}, cwd, readFile });
    expect(given).toEqual(defaults);
  });
});
