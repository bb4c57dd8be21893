import { describe, expect, test } from 'vitest';
import { EgdiError } from '../../../src/model/error.ts';
import {
  type ConfigSources,
  describeConfig,
  ENV_NAMES,
  loadConfig,
  secretsOf,
  wantsColor,
} from '../../../src/runtime/config.ts';

const FOLDER = '/project';
const SECRET = 'postgres://loader:hunter2@db.example/egdi';

type Given = Partial<Pick<ConfigSources, 'flags' | 'env'>> & { files?: Record<string, string> };

function load({ flags = {}, env = {}, files = {} }: Given = {}) {
  const readFile = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return text;
  };
  return loadConfig({ flags, env, cwd: FOLDER, readFile });
}

function refusal(given: Given): EgdiError {
  try {
    load(given);
  } catch (error) {
    if (error instanceof EgdiError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('defaults', () => {
  test('nothing set gives the embedded database under .egdi and a nightly schedule', () => {
    const { origins, ...values } = load();
    expect(values).toEqual({
      databaseUrl: null,
      dataDir: '/project/.egdi',
      logLevel: 'warn',
      maxFileMb: 100,
      migrate: 'auto',
      color: 'auto',
      schedule: '0 3 * * *',
      timezone: 'UTC',
      heartbeatUrl: null,
      artifactDir: '/project/.egdi/runs',
      metricsFile: null,
      openLineage: null,
      openLineageApiKey: null,
      sourceKeys: null,
    });
    expect(new Set(Object.values(origins).map((origin) => origin.kind))).toEqual(new Set(['default']));
  });
});

describe('precedence', () => {
  const envFile = { '/project/.env': 'EGDI_LOG_LEVEL=debug\n' };

  test('.env goes before the default', () => {
    const config = load({ files: envFile });
    expect(config.logLevel).toBe('debug');
    expect(config.origins.logLevel).toMatchObject({ kind: 'env-file', name: 'EGDI_LOG_LEVEL' });
  });

  test('the environment goes before .env', () => {
    const config = load({ files: envFile, env: { EGDI_LOG_LEVEL: 'info' } });
    expect(config.logLevel).toBe('info');
    expect(config.origins.logLevel.kind).toBe('environment');
  });

  test('a flag goes before the environment', () => {
    const config = load({ files: envFile, env: { EGDI_LOG_LEVEL: 'info' }, flags: { logLevel: 'error' } });
    expect(config.logLevel).toBe('error');
    expect(config.origins.logLevel).toMatchObject({ kind: 'flag', name: '--log-level' });
  });

  test('an empty variable is an unset one', () => {
    const config = load({ files: envFile, env: { EGDI_LOG_LEVEL: '' } });
    expect(config.logLevel).toBe('debug');
  });

  test('a .env file with a byte order mark, quotes and comments is read', () => {
    const files = {
      '/project/.env': '\uFEFFEGDI_SCHEDULE="30 4 * * 1" # Mondays\r\n\r\nPOSTGRES_PASSWORD=x\n',
    };
    expect(load({ files }).schedule).toBe('30 4 * * 1');
  });

  test('a .env that is a folder is no .env file', () => {
    const readFile = (): string => {
      throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    };
    expect(loadConfig({ flags: {}, env: {}, cwd: FOLDER, readFile }).logLevel).toBe('warn');
  });

  test('a .env that cannot be read is not passed over', () => {
    const readFile = (): string => {
      throw Object.assign(new Error('denied'), { code: 'EACCES' });
    };
    const attempt = () => loadConfig({ flags: {}, env: {}, cwd: FOLDER, readFile });
    expect(attempt).toThrow('cannot read /project/.env (EACCES)');
  });
});

describe('refusals', () => {
  test.each([
    [{ EGDI_LOG_LEVEL: 'loud' }, "EGDI_LOG_LEVEL (environment): 'loud' is not one of trace, debug"],
    [{ EGDI_MAX_FILE_MB: '1e3' }, "EGDI_MAX_FILE_MB (environment): '1e3' is not a whole number"],
    [{ EGDI_MAX_FILE_MB: '0' }, "EGDI_MAX_FILE_MB (environment): '0' is not between 1 and 2000"],
    [{ EGDI_MIGRATE: 'yes' }, "EGDI_MIGRATE (environment): 'yes' is not one of auto, manual"],
    [{ EGDI_SCHEDULE: 'daily' }, "EGDI_SCHEDULE (environment): 'daily' is not a cron expression"],
    [
      { EGDI_TIMEZONE: 'Mars/Olympus' },
      "EGDI_TIMEZONE (environment): 'Mars/Olympus' is not an IANA time zone",
    ],
    [{ EGDI_COLOR: 'blue' }, "EGDI_COLOR (environment): 'blue' is not one of auto, always, never"],
  ])('%o is a usage error that names key and origin', (env, message) => {
    const error = refusal({ env });
    expect(error).toMatchObject({ code: 'config-invalid', exitCode: 2 });
    expect(error.message).toContain(message);
  });

  test('every wrong setting is named at once', () => {
    const { message } = refusal({ env: { EGDI_MIGRATE: 'no' }, flags: { maxFileMb: -1 } });
    expect(message).toContain('EGDI_MIGRATE (environment)');
    expect(message).toContain("--max-file-mb: '-1' is not a whole number");
  });

  test('a mistyped name is refused with the name that was probably meant', () => {
    const error = refusal({ env: { EGDI_LOGLEVEL: 'info' } });
    expect(error.exitCode).toBe(2);
    expect(error.message).toBe('EGDI_LOGLEVEL (environment) is not a setting; did you mean EGDI_LOG_LEVEL?');
  });

  test('a mistyped name in .env is refused too', () => {
    const { message } = refusal({ files: { '/project/.env': 'EGDI_DATADIR=x' } });
    expect(message).toBe('EGDI_DATADIR (.env file) is not a setting; did you mean EGDI_DATA_DIR?');
  });

  test('EGDI_DATABASE_URL is led to DATABASE_URL, and its value is not shown', () => {
    const { message } = refusal({ env: { EGDI_DATABASE_URL: SECRET } });
    expect(message).toContain('did you mean DATABASE_URL?');
    expect(message).not.toContain('hunter2');
  });
});

describe('the database address', () => {
  test.each([
    'mysql://root:hunter2@db/x',
    'hunter2',
    'postgres://u:hunter2@[bad/x',
    // Not encoded, the slash ends the host, and what is before it passes for one.
    'postgres://u:1/hunter2@db/x',
  ])('a wrong address is refused without showing it (%#)', (url) => {
    const error = refusal({ env: { DATABASE_URL: url } });
    expect(error.message).toContain('DATABASE_URL (environment): the value is not a postgres:// URL');
    expect(`${error.message} ${error.hint} ${String(error.cause)}`).not.toContain('hunter2');
  });

  test('it may stand in a file, and the origin names that variable', () => {
    const files = { '/run/secrets/url': `${SECRET}\n` };
    const config = load({ env: { DATABASE_URL_FILE: '/run/secrets/url' }, files });
    expect(config.databaseUrl).toBe(SECRET);
    expect(config.origins.databaseUrl.text).toBe('DATABASE_URL_FILE (environment)');
  });

  test('address and address file at once are refused', () => {
    const { message } = refusal({ env: { DATABASE_URL: SECRET, DATABASE_URL_FILE: 'url' } });
    expect(message).toContain('DATABASE_URL and DATABASE_URL_FILE are both set (environment)');
    expect(message).not.toContain('hunter2');
  });

  test('an address in the environment goes before an address file in .env', () => {
    const files = { '/project/.env': 'DATABASE_URL_FILE=missing' };
    expect(load({ env: { DATABASE_URL: SECRET }, files }).databaseUrl).toBe(SECRET);
  });

  test('a missing or empty secret file is a usage error', () => {
    const env = { DATABASE_URL_FILE: 'url' };
    expect(refusal({ env }).message).toBe(
      'DATABASE_URL_FILE (environment): cannot read /project/url (ENOENT)',
    );
    expect(refusal({ env, files: { '/project/url': ' \n' } }).message).toContain('/project/url is empty');
    expect(refusal({ env }).exitCode).toBe(2);
  });

  test('origins never hold a value', () => {
    expect(JSON.stringify(load({ env: { DATABASE_URL: SECRET } }).origins)).not.toContain('hunter2');
  });
});

describe('the heartbeat address', () => {
  const TOKEN = 'https://monitor.example/ping/hunter2';

  test('is read from the environment or from a file', () => {
    expect(load({ env: { EGDI_HEARTBEAT_URL: TOKEN } }).heartbeatUrl).toBe(TOKEN);
    const files = { '/run/secrets/heartbeat': `${TOKEN}\n` };
    const env = { EGDI_HEARTBEAT_URL_FILE: '/run/secrets/heartbeat' };
    expect(load({ env, files }).heartbeatUrl).toBe(TOKEN);
  });

  test.each([
    'ftp://monitor.example/hunter2',
    'monitor.example/hunter2',
    'https://me:hunter2@monitor.example/',
  ])('that cannot be asked for is refused without being shown (%#)', (url) => {
    const { message, exitCode } = refusal({ env: { EGDI_HEARTBEAT_URL: url } });
    expect(message).toContain(
      'EGDI_HEARTBEAT_URL (environment): the value is not an http:// or https:// URL',
    );
    expect(message).not.toContain('hunter2');
    expect(exitCode).toBe(2);
  });
});

describe('colour', () => {
  test.each([
    [{ NO_COLOR: '1' }, 'never'],
    [{ NO_COLOR: '' }, 'auto'],
    [{ FORCE_COLOR: '1' }, 'always'],
    [{ FORCE_COLOR: '0' }, 'never'],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, 'never'],
    [{ NO_COLOR: '1', EGDI_COLOR: 'always' }, 'always'],
  ])('%o means %s', (env, color) => {
    expect(load({ env }).color).toBe(color);
  });

  test('--no-color goes before everything', () => {
    expect(load({ env: { FORCE_COLOR: '1' }, flags: { color: false } }).color).toBe('never');
  });

  test('auto colours terminals only', () => {
    expect([wantsColor('auto', true), wantsColor('auto', false)]).toEqual([true, false]);
    expect([wantsColor('never', true), wantsColor('always', false)]).toEqual([false, true]);
  });
});

describe('what may be shown', () => {
  const KEY = 'lineage-key-1';
  const env = {
    DATABASE_URL: 'postgres://loader:p%40ss-word@db.example/egdi',
    EGDI_OPENLINEAGE: 'https://collector:lineage-pass@lineage.example/api/v1/lineage?api_key=query-secret',
    EGDI_OPENLINEAGE_API_KEY: KEY,
  };

  test('every setting is described with its origin, and no secret is in it', () => {
    const described = describeConfig(load({ env, flags: { maxFileMb: 7 } }));
    expect(JSON.stringify(described)).not.toMatch(/p%40ss|p@ss|lineage-pass|query-secret|lineage-key/);
    expect(described).toMatchObject({
      databaseUrl: { value: 'postgres://loader:***@db.example/egdi', origin: 'DATABASE_URL (environment)' },
      openLineageApiKey: { value: '***', origin: 'EGDI_OPENLINEAGE_API_KEY (environment)' },
      maxFileMb: { value: 7, origin: '--max-file-mb' },
      migrate: { value: 'auto', origin: 'EGDI_MIGRATE (default)' },
    });
    expect(Object.keys(described)).toEqual(Object.keys(load().origins));
  });

  test('the secrets are known as written and decoded', () => {
    expect(secretsOf(load({ env }))).toEqual(
      expect.arrayContaining(['p%40ss-word', 'p@ss-word', KEY, 'lineage-pass', 'query-secret']),
    );
  });

  test('a setting that names a file is no file with a secret', () => {
    expect(load({ env: { EGDI_METRICS_FILE: 'metrics.prom' } }).metricsFile).toBe('/project/metrics.prom');
    const files = { '/run/key': `${KEY}\n` };
    expect(load({ env: { EGDI_OPENLINEAGE_API_KEY_FILE: '/run/key' }, files }).openLineageApiKey).toBe(KEY);
  });

  test.each([
    ['events.ndjson', '/project/events.ndjson'],
    ['file:///var/log/events.ndjson', 'file:///var/log/events.ndjson'],
    ['http://127.0.0.1:5000/api/v1/lineage', 'http://127.0.0.1:5000/api/v1/lineage'],
  ])('lineage goes to %s', (given, target) => {
    expect(load({ env: { EGDI_OPENLINEAGE: given } }).openLineage).toBe(target);
  });

  test('lineage to an address that nothing can be sent to is refused', () => {
    expect(refusal({ env: { EGDI_OPENLINEAGE: 'kafka://broker/topic' } }).message).toContain(
      'is not a file, a file: URL or an http(s): URL',
    );
  });
});

describe('keys of sources', () => {
  const keys = 'data.egov.kz=k3y-of-ours==\nother=another-key';

  test('are a list of names and keys, and each key is a secret', () => {
    const config = load({ env: { EGDI_SOURCE_KEYS_FILE: '/run/keys' }, files: { '/run/keys': keys } });
    expect(config.sourceKeys).toBe(keys);
    expect(secretsOf(config)).toEqual(['k3y-of-ours==', 'another-key']);
    expect(JSON.stringify(describeConfig(config))).not.toMatch(/k3y|another/);
  });

  test.each(['just-a-key', 'a=short', 'data.egov.kz=', '=key-without-name', 'a=first-key a=second-key'])(
    'are refused, unseen: %s',
    (given) => {
      const { message } = refusal({ env: { EGDI_SOURCE_KEYS: given } });
      expect(message).toContain('EGDI_SOURCE_KEYS (environment): the value is no list of name=key');
      expect(message).not.toContain(given);
    },
  );
});

test('the names read from the environment are unique', () => {
  expect(new Set(ENV_NAMES).size).toBe(ENV_NAMES.length);
});
