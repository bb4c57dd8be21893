// Runs one throwaway PostgreSQL server for as long as its parent lives: when standard input ends, for whatever
// reason, the server is stopped and its directory removed. So no server outlives a test run, even a killed one.
// Argument: JSON { command, args, cwd, uid?, gid?, remove }. Answers on standard output, one JSON object a line:
// { pid } when the server accepts connections, { exit } when it has ended. Lines on standard input: `restart`: stop, if
// it runs, and start again; `crash`: the same, but stopped immediately, as `pg_ctl stop -m immediate` does.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const { command, args, cwd, uid, gid, remove } = JSON.parse(process.argv[2]);
const READY = 'database system is ready to accept connections';
let server;
let stopping = false;

function say(message) {
  // The reader may be gone already; that is what this process is for.
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function start() {
  const child = spawn(command, args, { cwd, uid, gid, stdio: ['ignore', 'ignore', 'pipe'] });
  server = child;
  child.ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    process.stderr.write(`${line}\n`);
    if (line.includes(READY)) say({ pid: child.pid });
  });
  child.ended.then((exit) => {
    if (!stopping) say({ exit });
  });
}

// SIGINT asks for a fast shutdown, which ends all sessions; a server that was stopped by a test is continued first.
async function stop(signal = 'SIGINT') {
  stopping = true;
  server.kill('SIGCONT');
  server.kill(signal);
  const killer = setTimeout(() => server.kill('SIGQUIT'), 5000);
  await server.ended;
  clearTimeout(killer);
  stopping = false;
}

async function finish() {
  await stop();
  rmSync(remove, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
// A terminal sends its signals to the whole group: the parent decides, and ends standard input.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
createInterface({ input: process.stdin })
  .on('line', async (line) => {
    if (line !== 'restart' && line !== 'crash') return;
    await stop(line === 'crash' ? 'SIGQUIT' : 'SIGINT');
    start();
  })
  .on('close', finish);
start();
