import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

/** What belongs to one machine, one network or one person, and not into a repository. */
const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a home directory', /\/(?:home|Users)\/[A-Za-z][\w.-]*\/|(?<![\w.])\/root\/|[A-Z]:\\Users\\/],
  ['a machine path', /(?<![\w./*~-])\/(?:work|workspace|mnt|media|private|srv\/[\w-]+)\/[\w.-]/],
  [
    'a package registry',
    /registry\.(?:npmjs|yarnpkg|npmmirror)\.\w+|(?:verdaccio|artifactory|nexus|codeartifact)\./i,
  ],
  [
    'a private network address',
    /(?<![\d.])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\d.])/,
  ],
  ['a local host name', /\/\/[\w-]+\.(?:internal|local|lan|corp)\b/i],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an access token', /\b(?:ghp|gho|ghs|npm)_[A-Za-z0-9]{36}|\bAKIA[A-Z0-9]{16}\b|\bglpat-[\w-]{20}/],
];

/** A password in an address: examples may say `change-me`, take it from a variable, or stand in a test. */
const PASSWORD_IN_URL = /\b[a-z][a-z0-9+.-]*:\/\/[\w.-]+:(?!change-me@|\*\*\*@|%s@|\$|<)[^\s/@'"`]+@/;

function findings(path: string, text: string): string[] {
  const rules: (readonly [string, RegExp])[] = [...FORBIDDEN];
  if (!path.startsWith('test/')) rules.push(['a password in an address', PASSWORD_IN_URL]);
  return rules.flatMap(([what, pattern]) => {
    const match = pattern.exec(text);
    return match ? [`${path}:${text.slice(0, match.index).split('\n').length} ${what}: ${match[0]}`] : [];
  });
}

/** Everything that is, or is about to be, committed. */
function projectFiles(): string[] {
  // `safe.directory`: a checkout that another user made, as in containers, is read all the same.
  const options = ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', options, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 << 20 });
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(join(ROOT, path)));
}

describe('the project', () => {
  const files = projectFiles();

  test('holds no path, host or secret of a machine', () => {
    expect(files).toContain('package.json');
    expect(files.flatMap((path) => findings(path, readFileSync(join(ROOT, path), 'latin1')))).toEqual([]);
  });

  test('holds no settings, secrets, databases or logs', () => {
    const local = /(^|\/)(\.env|\.npmrc|\.egdi|node_modules|dist|secrets)(\/|$)|\.(log|pem|key|tgz)$/;
    expect(files.filter((path) => local.test(path))).toEqual([]);
  });
});

describe('the check', () => {
  // Put together here, so that this file does not hold what it looks for.
  const path = (...parts: string[]): string => ['', ...parts].join('/');

  test.each([
    ['a home directory', `see ${path('home', 'someone', 'data')}`],
    ['a home directory', `see ${path('Users', 'someone', 'data')}`],
    ['a home directory', `"${path('root', '.cache')}"`],
    ['a machine path', `'${path('work', 'main')}'`],
    ['a machine path', `cd ${path('mnt', 'disk')}`],
    ['a package registry', ['https://registry', 'npmjs', 'org/xlsx'].join('.')],
    ['a package registry', ['http://nexus', 'example', 'org'].join('.')],
    ['a private network address', ['10', '0', '12', '7'].join('.')],
    ['a private network address', ['192', '168', '1', '20'].join('.')],
    ['a local host name', ['http://build', 'internal/x'].join('.')],
    ['a private key', ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ')],
    ['an access token', `ghp_${'a'.repeat(36)}`],
    ['a password in an address', ['postgres://egdi', 'real@db/egdi'].join(':')],
  ])('finds %s (%#)', (what, text) => {
    expect(findings('src/x.ts', `first line\n${text}\n`)).toEqual([
      expect.stringContaining(`src/x.ts:2 ${what}`),
    ]);
  });

  test.each([
    ['..', '..', 'work', 'x'].join('/'),
    './shared/data',
    '127.0.0.1:5432',
    'postgres://egdi:change-me@127.0.0.1:5432/egdi',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: compose writes variables like this
    'postgres://egdi:${PASSWORD}@db/egdi',
    'postgres://u@db/x',
    '2010.12.10.1.5',
    'the framework/of the network/and more',
  ])('lets pass %s', (text) => {
    expect(findings('src/x.ts', text)).toEqual([]);
  });
});
