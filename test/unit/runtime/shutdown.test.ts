import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createShutdown } from '../../../src/runtime/shutdown.ts';

class FakeProcess extends EventEmitter {
  readonly stdout = new EventEmitter();
  readonly stderr = new EventEmitter();
  readonly exits: number[] = [];
  exitCode: number | undefined;
  exit(code: number): void {
    this.exits.push(code);
  }
}

function open() {
  const host = new FakeProcess();
  const stops: string[] = [];
  const time = { ms: 0 };
  const shutdown = createShutdown({
    host,
    onStop: (signal) => stops.push(signal),
    monotonicMs: () => time.ms,
  });
  return { host, stops, time, shutdown };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('signals', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('the first %s aborts the work and does not end the process', (signal, code) => {
    const { host, stops, shutdown } = open();
    expect(shutdown.exitCodeIfInterrupted()).toBeUndefined();
    host.emit(signal);
    expect(shutdown.signal.aborted).toBe(true);
    expect(shutdown.signal.reason).toMatchObject({ code: 'interrupted', exitCode: code });
    expect(shutdown.exitCodeIfInterrupted()).toBe(code);
    expect(stops).toEqual([signal]);
    expect(host.exits).toEqual([]);
  });

  test('the second one ends it with the code of the first', () => {
    const { host, time } = open();
    host.emit('SIGTERM');
    time.ms = 1_000;
    host.emit('SIGINT');
    expect(host.exits).toEqual([143]);
  });

  test('Ctrl+C that arrives twice by way of npm is one request', () => {
    const { host, time, stops } = open();
    host.emit('SIGINT');
    time.ms = 5;
    host.emit('SIGINT');
    expect(host.exits).toEqual([]);
    expect(stops).toEqual(['SIGINT']);
  });

  test('work that does not stop in time is ended before a container would be killed', () => {
    const { host } = open();
    host.emit('SIGTERM');
    vi.advanceTimersByTime(7_999);
    expect(host.exits).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(host.exits).toEqual([143]);
  });

  test('after dispose nothing is left behind', () => {
    const { host, shutdown } = open();
    host.emit('SIGINT');
    shutdown.dispose();
    expect(host.eventNames()).toEqual([]);
    expect([...host.stdout.eventNames(), ...host.stderr.eventNames()]).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    expect(shutdown.exitCodeIfInterrupted()).toBe(130);
  });
});

describe('broken pipes', () => {
  const brokenPipe = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });

  test('a reader of stdout that went away ends the process quietly', () => {
    const { host } = open();
    host.stdout.emit('error', brokenPipe);
    expect(host.exits).toEqual([0]);
  });

  test('a failure that is already known is not turned into success', () => {
    const { host } = open();
    host.exitCode = 3;
    host.stdout.emit('error', brokenPipe);
    expect(host.exits).toEqual([3]);
  });

  test('a closed stderr is ignored', () => {
    const { host } = open();
    host.stderr.emit('error', brokenPipe);
    expect(host.exits).toEqual([]);
  });

  test('any other stream error is not swallowed', () => {
    const { host } = open();
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    expect(() => host.stdout.emit('error', full)).toThrow(full);
    expect(() => host.stderr.emit('error', full)).toThrow(full);
  });
});
