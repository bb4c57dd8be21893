/** Writes as many lines as it is told to the log of the built program, and is killed right after the last one. */
import { createLogger } from '../../dist/src/runtime/logger.js';

const log = createLogger({ level: 'info', version: '1' }).child({ run_id: 1 });
const lines = Number(process.argv[2]);
for (let line = 1; line <= lines; line += 1) log.info('line', { line, padding: 'x'.repeat(200) });
process.kill(process.pid, 'SIGKILL');
