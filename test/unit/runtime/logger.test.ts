import { expect, test } from 'vitest';
import { createLogger, type LogLevel, silentLogger } from '../../../src/runtime/logger.ts';

function open(level: LogLevel) {
  const lines: string[] = [];
  const log = createLogger({ level, version: '1.2.3', destination: { write: (line) => lines.push(line) } });
  const records = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, lines, records };
}

test('a line is JSON with UTC time, level label, service, version, event and fields', () => {
  const { log, lines, records } = open('info');
  log.info('stage.finished', { stage: 'load', rows: 193 });
  expect(lines[0]?.endsWith('\n')).toBe(true);
  const { time, ...rest } = records()[0] ?? {};
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(rest).toEqual({
    level: 'info',
    service: 'egdi-pipeline',
    version: '1.2.3',
    event: 'stage.finished',
    stage: 'load',
    rows: 193,
  });
});

test('below its level the log is silent', () => {
  const { log, records } = open('warn');
  log.info('unheard');
  log.warn('heard');
  expect(records().map((record) => record.event)).toEqual(['heard']);
  expect([log.isEnabled('info'), log.isEnabled('warn'), log.isEnabled('fatal')]).toEqual([false, true, true]);
});

test('level silent says nothing, not even fatal', () => {
  const { log, lines } = open('silent');
  log.fatal('unheard');
  silentLogger.child({ run: 1 }).fatal('unheard');
  expect(lines).toEqual([]);
});

test('children carry their fields down, each its own', () => {
  const { log, records } = open('info');
  const run = log.child({ run_no: 7 });
  run.child({ stage: 'load' }).info('a');
  run.child({ stage: 'audit' }).info('b');
  log.info('c');
  expect(records().map(({ run_no, stage }) => [run_no, stage])).toEqual([
    [7, 'load'],
    [7, 'audit'],
    [undefined, undefined],
  ]);
});

test('secrets are masked in fields, children, errors and the event itself', () => {
  const { log, lines } = open('info');
  const url = 'postgres://u:hunter2@db/x';
  log.child({ database: url }).error(`cannot open ${url}`, { url, password: 'hunter2', err: new Error(url) });
  expect(lines.join('')).not.toContain('hunter2');
  expect(lines.join('')).toContain('postgres://u:***@db/x');
});
