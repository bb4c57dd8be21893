// A process that takes the lock of a store, adds one row and leaves; or holds the lock until it is killed.
// Arguments: directory, strategy, `work` or `hold`. Says `ready` and waits for a line on standard input, so that a
// test can start many at the same moment; says `working`, where work waits for another line, or `refused <message>`.
// Its exit code is that of the program.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openWarehouse } from '../../dist/src/warehouse/connection/connect.js';
import { acquireStoreLock } from '../../dist/src/warehouse/connection/store-lock.js';

const [directory, strategy, task] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);
const input = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const heard = () => input.next();

async function addRow() {
  const lock = await acquireStoreLock(directory, { command: 'child work' }, strategy);
  say('working');
  await heard();
  // Found by a second process at work in the directory, whatever the database makes of it.
  const marker = join(directory, 'at-work');
  if (existsSync(marker)) throw new Error('two processes at work');
  writeFileSync(marker, String(process.pid));
  const warehouse = await openWarehouse({ kind: 'embedded', directory, lock });
  await warehouse.withTransaction(async (session) => {
    await session.exec('create table if not exists starts (pid int primary key)');
    await session.query('insert into starts values ($1)', [process.pid]);
  });
  await warehouse.close();
  rmSync(marker);
  await lock.release();
}

async function hold() {
  await acquireStoreLock(directory, { command: 'child hold' }, strategy);
  say('working');
  setInterval(() => undefined, 60_000);
}

say('ready');
await heard();
try {
  await (task === 'hold' ? hold() : addRow());
} catch (error) {
  say(`refused ${error.message}`);
  process.exitCode = error.exitCode ?? 1;
}
process.stdin.destroy();
