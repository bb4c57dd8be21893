import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress, paceText, silenceable } from '../../../src/runtime/progress.ts';

const ESCAPE = '\u001b';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(options: { isTty?: boolean; color?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  const { isTty = true, color = false, columns = 80 } = options;
  const stream = { write: (text: string) => written.push(text), columns };
  return { progress: createProgress({ stream, isTty, color }), written };
}

test('in a pipe nothing is written', () => {
  const { progress, written } = open({ isTty: false, color: true });
  progress.start('extract', 3);
  progress.update(1, 'file.csv');
  progress.note('note');
  progress.finish('3 files');
  progress.stop();
  vi.advanceTimersByTime(1_000);
  expect(written).toEqual([]);
});

test('a stage is drawn, rewritten in place and ends as one line that stays', () => {
  const { progress, written } = open();
  progress.start('extract', 12);
  vi.advanceTimersByTime(80);
  progress.update(5, 'file.csv');
  vi.advanceTimersByTime(80);
  expect(written.join('')).toContain('extract 0/12');
  expect(written.at(-1)).toContain('extract 5/12  file.csv');
  expect(written.every((text) => text.startsWith(`\r${ESCAPE}[2K`) && !text.includes('\n'))).toBe(true);
  progress.finish('12 files');
  expect(written.at(-1)).toBe('✔ extract  12 files\n');
});

test('nothing moves after the end', () => {
  const { progress, written } = open();
  progress.start('extract');
  progress.finish();
  const length = written.length;
  vi.advanceTimersByTime(1_000);
  progress.update(3);
  progress.finish('again');
  progress.stop();
  expect(written.length).toBe(length);
});

test('updates turn the spinner when the event loop is blocked', () => {
  const { progress, written } = open();
  progress.start('load', 100);
  vi.setSystemTime(Date.now() + 90);
  progress.update(50);
  expect(written.at(-1)).toContain('load 50/100');
});

test('without colour no colour codes are written, with colour they are', () => {
  for (const color of [false, true]) {
    const { progress, written } = open({ color });
    progress.start('extract');
    progress.finish('done');
    expect(written.join('').includes(`${ESCAPE}[32m`)).toBe(color);
  }
});

test('a line never grows wider than the terminal', () => {
  const { progress, written } = open({ columns: 20 });
  progress.start('x'.repeat(200));
  const shown = written.at(-1)?.slice(`\r${ESCAPE}[2K`.length) ?? '';
  expect([...shown].length).toBeLessThan(20);
});

test('a note stays above the moving line', () => {
  const { progress, written } = open();
  progress.start('load');
  progress.note('1 row quarantined');
  expect(written.at(-2)).toBe(`\r${ESCAPE}[2K1 row quarantined\n`);
  expect(written.at(-1)).toContain('load');
});

test('stop takes the moving line away', () => {
  const { progress, written } = open();
  progress.start('load');
  progress.stop();
  expect(written.at(-1)).toBe(`\r${ESCAPE}[2K`);
  expect(vi.getTimerCount()).toBe(0);
});

test('a pace shows how fast it goes and how long the rest takes', () => {
  const pace = { units: 2_400, unit: 'figures', finished: 2, left: 10 };
  expect(paceText(pace, 2_000)).toBe('1,200 figures/s, 0:10 left');
  expect(paceText({ ...pace, left: 100 }, 2_000)).toBe('1,200 figures/s, 1:40 left');
  // Before the first step is over there is nothing to measure.
  expect(paceText({ ...pace, finished: 0 }, 2_000)).toBe('');
});

test('the moving line shows the pace', () => {
  const { progress, written } = open();
  progress.start('backfill', 12);
  vi.advanceTimersByTime(1_000);
  progress.update(2, '2004', { units: 955, unit: 'figures', finished: 1, left: 11 });
  vi.advanceTimersByTime(80);
  expect(written.at(-1)).toContain('backfill 2/12  2004  955 figures/s, 0:11 left');
});

test('what is reported while it is silenced is not shown', () => {
  const { progress, written } = open();
  const switched = silenceable(progress);
  switched.silence(true);
  switched.progress.start('compute');
  switched.progress.finish();
  expect(written).toEqual([]);
  switched.silence(false);
  switched.progress.start('audit');
  expect(written.join('')).toContain('audit');
});
