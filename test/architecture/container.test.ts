import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

// No container engine is needed here: what the files say is checked, not what an engine makes of them.
const ROOT = join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

interface Instruction {
  readonly name: string;
  readonly value: string;
  /** Name of the build stage; empty before the first one. */
  readonly stage: string;
}

/** Dockerfile instructions with continuation lines joined and comments dropped. */
function instructions(text: string): Instruction[] {
  const joined = text.replace(/^\s*#.*\n/gm, '').replace(/\\\n\s*/g, '');
  let stage = '';
  return joined.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stage = / AS (\S+)$/.exec(value)?.[1] ?? '';
    return name === '' ? [] : [{ name, value, stage }];
  });
}

describe('the image', () => {
  const all = instructions(read('Dockerfile'));
  const runtime = all.filter(({ stage }) => stage === 'runtime');
  const values = (name: string, from = runtime): string[] =>
    from.filter((instruction) => instruction.name === name).map(({ value }) => value);
  const copies = values('COPY').map((value) => value.split(/\s+/).filter((word) => !word.startsWith('--')));

  test('every stage starts from Node 24 on Debian bookworm', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the Dockerfile
    const base = '${NODE_IMAGE}';
    expect(values('ARG', all)[0]).toBe('NODE_IMAGE=node:24-bookworm-slim');
    expect(values('FROM', all)).toEqual([
      `${base} AS dependencies`,
      `${base} AS build`,
      `${base} AS runtime`,
    ]);
  });

  test('no package runs an install script during the build', () => {
    const installs = values('RUN', all).filter((value) => /npm (ci|install|i)\b/.test(value));
    expect(installs).toHaveLength(2);
    expect(
      installs.filter((value) => !value.startsWith('npm ci') || !value.includes('--ignore-scripts')),
    ).toEqual([]);
  });

  test('no production dependency would need its install script', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean; dev?: boolean }>;
    };
    const needing = Object.entries(packages).filter(
      ([, { hasInstallScript, dev }]) => hasInstallScript && !dev,
    );
    expect(needing.map(([path]) => path)).toEqual([]);
  });

  test('it holds the compiled program, production dependencies, sql and the survey fixtures', () => {
    const copied = copies.flatMap((words) => words.slice(0, -1));
    expect(copied).toEqual(
      expect.arrayContaining(['/app/dist', '/app/node_modules', 'package.json', 'sql', 'fixtures/un-survey']),
    );
    const dependencies = all.find(({ stage, name }) => stage === 'dependencies' && name === 'RUN');
    expect(dependencies?.value).toContain('--omit=dev');
    expect(values('COPY')).toContain('--from=dependencies /app/node_modules node_modules');
    expect(values('COPY')).toContain('--from=build /app/dist dist');
  });

  test('it holds what package.json ships', () => {
    const { files } = JSON.parse(read('package.json')) as { files: string[] };
    const copied = copies.flatMap((words) => words.slice(0, -1).map((word) => word.replace('/app/', '')));
    const missing = files.filter(
      (file) => file !== 'README.md' && !copied.some((word) => file.startsWith(word.replace('*', ''))),
    );
    expect(missing).toEqual([]);
  });

  test('everything copied from the build context exists and is let through by .dockerignore', () => {
    const allowed =
      read('.dockerignore')
        .match(/^!.+$/gm)
        ?.map((line) => line.slice(1)) ?? [];
    const sources = values('COPY', all)
      .filter((value) => !value.includes('--from='))
      .flatMap((value) => value.split(/\s+/).slice(0, -1));
    expect(sources).toContain('src');
    expect(sources.filter((path) => !path.includes('*') && !existsSync(join(ROOT, path)))).toEqual([]);
    expect(sources.filter((path) => !allowed.includes(path))).toEqual([]);
  });

  test('.dockerignore keeps out everything that is not named', () => {
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toBe('*');
    expect(lines.slice(1).filter((line) => !line.startsWith('!'))).toEqual([]);
    expect(lines.filter((line) => /\.env|secret|node_modules|\.git|\.egdi/.test(line))).toEqual([]);
  });

  test('it does not run as root, and its user owns the data', () => {
    expect(values('USER')).toEqual(['node']);
    const order = runtime.map(({ name }) => name);
    expect(order.lastIndexOf('RUN')).toBeLessThan(order.indexOf('USER'));
    expect(values('RUN').join()).toContain('install --directory --owner=node --group=node /data');
    expect(values('VOLUME')).toEqual(['["/data"]']);
    expect(values('ENV').join()).toContain('EGDI_DATA_DIR=/data');
  });

  test('tini is PID 1 and hands signals to node, not to npm or a shell', () => {
    expect(JSON.parse(values('ENTRYPOINT')[0] ?? '')).toEqual([
      'tini',
      '--',
      'node',
      '/app/dist/src/cli/main.js',
    ]);
    expect(JSON.parse(values('CMD')[0] ?? '')).toEqual(['run']);
    expect(values('RUN').join()).toMatch(/apt-get install [^&]*\btini\b/);
    expect(values('STOPSIGNAL')).toEqual(['SIGTERM']);
  });

  test('its entry point is the program of package.json', () => {
    const { bin } = JSON.parse(read('package.json')) as { bin: { egdi: string } };
    expect(values('ENTRYPOINT')[0]).toContain(`"/app/${bin.egdi}"`);
  });

  test('it is a production process with hardened prototypes, and says why it has no health probe', () => {
    const env = values('ENV').join();
    expect(env).toContain('NODE_ENV=production');
    expect(env).toContain('NODE_OPTIONS="--enable-source-maps --disable-proto=delete"');
    expect(values('HEALTHCHECK')).toEqual(['NONE']);
    expect(read('Dockerfile')).toMatch(/#[^\n]*exit code[^\n]*\n(#[^\n]*\n)*HEALTHCHECK NONE/);
  });

  test('it carries OCI labels', () => {
    for (const label of ['title', 'description', 'licenses', 'version', 'revision']) {
      expect(values('LABEL').join()).toContain(`org.opencontainers.image.${label}=`);
    }
  });
});
