/**
 * Throwaway PostgreSQL servers for tests and benchmarks: a new cluster in a temporary folder, without fsync, on a
 * random port of the loopback interface. `server-guard.mjs` ends them together with this process.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { postgresPrograms, type ServerMajor, serverTempDirectory, serverUser } from './postgres-binaries.ts';

export type { ServerMajor } from './postgres-binaries.ts';

export interface ThrowawayServer {
  /** Of the database `postgres`, as its superuser. */
  readonly url: string;
  /** Of the server process at present, to be sent signals. */
  readonly pid: number;
  /** Ends all sessions and starts the server again, on the same port and with the same data. */
  restart(): Promise<void>;
  /** Stops it immediately, without a word to its sessions, and starts it again: it recovers from its log. */
  crash(): Promise<void>;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts a server of its own and returns when it accepts connections.
 * @throws Error when the programs are missing or the server does not start, with what it had to say
 */
export async function startServer(major: ServerMajor): Promise<ThrowawayServer> {
  const user = serverUser();
  const folder = serverTempDirectory(`egdi-pg${major}-`);
  try {
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
    const programs = postgresPrograms(major, user, folder);
    const data = join(folder, 'data');
    const initialise = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    await promisify(execFile)(join(programs, 'bin', 'initdb'), initialise, { ...user, cwd: folder });
    const port = await freePort();
    const guard = startGuard({
      command: join(programs, 'bin', 'postgres'),
      args: ['-D', data, ...settings(port, folder)],
      cwd: folder,
      ...user,
      remove: folder,
    });
    return await supervise(guard, `postgres://postgres@127.0.0.1:${port}/postgres`);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function settings(port: number, folder: string): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: process.platform === 'win32' ? '' : folder,
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    shared_buffers: '64MB',
    max_connections: 60,
    lc_messages: 'C',
    logging_collector: 'off',
    // A zone and a style that nobody should depend on.
    timezone: 'Pacific/Chatham',
    datestyle: 'SQL, DMY',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

function startGuard(config: Record<string, unknown>): ChildProcess {
  return spawn(process.execPath, [guardScript(), JSON.stringify(config)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

// This module also runs compiled, from a folder below dist/; the script is not compiled.
function guardScript(): string {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, 'package.json'))) root = dirname(root);
  return join(root, 'test', 'support', 'server-guard.mjs');
}

async function supervise(guard: ChildProcess, url: string): Promise<ThrowawayServer> {
  const { stdin, stdout, stderr } = guard;
  if (stdin === null || stdout === null || stderr === null) throw new Error('the guard has no pipes');
  const log: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => {
    log.push(line);
    if (log.length > 50) log.shift();
  });
  stdin.on('error', () => undefined); // the guard may have ended before us
  const ended = once(guard, 'exit');

  let pid = 0;
  let onStart: { resolve: () => void; reject: (error: Error) => void } | undefined;
  const fail = () => onStart?.reject(new Error(`the server did not start:\n${log.join('\n')}`));
  createInterface({ input: stdout }).on('line', (line) => {
    const message = JSON.parse(line) as { pid?: number };
    if (message.pid === undefined) return fail();
    pid = message.pid;
    onStart?.resolve();
  });
  void ended.then(fail);
  const started = () =>
    new Promise<void>((resolve, reject) => {
      onStart = { resolve, reject };
    });

  const server: ThrowawayServer = {
    url,
    get pid() {
      return pid;
    },
    async restart() {
      const again = started();
      stdin.write('restart\n');
      await again;
    },
    async crash() {
      const again = started();
      stdin.write('crash\n');
      await again;
    },
    async stop() {
      onStart = undefined;
      guard.ref();
      stdin.end();
      await ended;
    },
  };
  try {
    await started();
  } catch (error) {
    await server.stop();
    throw error;
  }
  // The guard's own pipe ends with this process; it need not be kept alive for it.
  guard.unref();
  return server;
}
