import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cleanEnvironment } from '../support/cli.ts';

test('B17: no line is lost when the process is killed right after its last one', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../support/log-and-die.mjs'), '5000'], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { line: number; run_id: number });
  expect(lines.map(({ line }) => line)).toEqual(Array.from({ length: 5000 }, (_, index) => index + 1));
});
