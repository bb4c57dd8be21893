/**
 * Loaded before the program (NODE_OPTIONS=--import=…) by tests that make it fail at a named point of a run. The program
 * knows nothing of it: it publishes its points on a diagnostics channel (src/runtime/points.ts).
 *
 * FAULT_RECORD=file   appends the name of every point that is passed
 * FAULT_POINT=name    where to act, at the FAULT_HIT-th time (1 unless given)
 * FAULT_ACTION=kill   SIGKILL on the spot, the default; `pause`: says so by creating FAULT_FILE and stands still,
 *                     event loop and all, until the file is gone
 */
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';

const { FAULT_RECORD, FAULT_POINT, FAULT_ACTION = 'kill', FAULT_FILE, FAULT_HIT = '1' } = process.env;

let hits = 0;

subscribe('egdi:point', ({ point }) => {
  if (FAULT_RECORD !== undefined) appendFileSync(FAULT_RECORD, `${point}\n`);
  if (point !== FAULT_POINT) return;
  hits += 1;
  if (hits !== Number(FAULT_HIT)) return;
  if (FAULT_ACTION === 'pause') pause();
  else process.kill(process.pid, 'SIGKILL');
});

function pause() {
  writeFileSync(FAULT_FILE, '');
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  while (existsSync(FAULT_FILE)) Atomics.wait(nobody, 0, 0, 20);
}
