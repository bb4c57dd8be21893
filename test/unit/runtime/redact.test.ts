import { expect, test } from 'vitest';
import {
  createRedactor,
  redactFields,
  redactText,
  redactUrl,
  secretsInUrl,
} from '../../../src/runtime/redact.ts';

test.each([
  ['postgres://u:p%40ss@db:5432/egdi', 'postgres://u:***@db:5432/egdi'],
  ['postgres://u@db/egdi', 'postgres://u@db/egdi'],
  ['postgres://db/egdi?user=u&password=secret', 'postgres://db/egdi?user=u&password=***'],
  [
    'https://example.org/data.csv?api_key=abc&year=2018',
    'https://example.org/data.csv?api_key=***&year=2018',
  ],
  ['p4ssword', '(unreadable URL)'],
])('redactUrl %s', (url, expected) => {
  expect(redactUrl(url)).toBe(expected);
});

test('a text loses the passwords of its URLs and pairs, and keeps the rest', () => {
  const text =
    'connect postgres://u:one@db/x failed; host=db password=two sslmode=on, see http://x.org/a:b@c';
  expect(redactText(text)).toBe(
    'connect postgres://u:***@db/x failed; host=db password=*** sslmode=on, see http://x.org/a:b@c',
  );
});

test('fields are masked by name and by content at any depth', () => {
  const fields = {
    rows: 193,
    password: 'one',
    connection: { passwd: 'two', url: 'postgres://u:three@db/x', list: ['http://a:four@b'] },
    apiKey: 'five',
    token: null,
  };
  const text = JSON.stringify(redactFields(fields));
  expect(text).not.toMatch(/one|two|three|four|five/);
  expect(redactFields(fields)).toMatchObject({ rows: 193, token: null, password: '***' });
});

test('errors become plain objects with cause, code and no secret', () => {
  const cause = new Error('no route to postgres://u:hunter2@db/x');
  const error = Object.assign(new Error('connect failed', { cause }), { code: 'ECONNREFUSED' });
  const { err } = redactFields({ err: error });
  expect(err).toMatchObject({ type: 'Error', message: 'connect failed', code: 'ECONNREFUSED' });
  expect(JSON.stringify(err)).not.toContain('hunter2');
  expect(JSON.stringify(err)).toContain('no route to postgres://u:***@db/x');
});

test('what JSON cannot hold is made fit for it', () => {
  const circular: Record<string, unknown> = {
    size: 10n,
    at: new Date('2024-01-02T03:04:05Z'),
    map: new Map([['a', 1]]),
  };
  circular.self = circular;
  const text = JSON.stringify(redactFields(circular));
  expect(text).toContain('"size":"10","at":"2024-01-02T03:04:05.000Z","map":{"a":1}');
  expect(text).toContain('(deeper)');
});

test('a known secret is masked wherever it stands, whatever wrote the text', () => {
  const redactor = createRedactor(secretsInUrl('postgres://u:p%40ss-w0rd@db/x?sslpassword=key-pass'));
  const error = new Error('password "p@ss-w0rd" does not match, nor does p%40ss-w0rd');
  const shown = JSON.stringify([
    redactor.text('key-pass'),
    redactor.fields({ err: error, list: [{ deep: ['p@ss-w0rd'] }] }),
    redactor.json({ a: { b: { c: { d: { e: { f: { g: { h: 'p@ss-w0rd' } } } } } } } }),
  ]);
  expect(shown).not.toMatch(/w0rd|key-pass/);
});

test('a password that is also the name of the account masks nothing', () => {
  expect(secretsInUrl('postgres://egdi-loader:egdi-loader@db/x')).toEqual([]);
  expect(createRedactor(['egdi']).text('egdi run')).toBe('egdi run');
});

test('plain JSON keeps its shape and its names', () => {
  const value = { openLineageApiKey: { value: null, origin: 'x' }, size: 3, list: [true, null] };
  expect(createRedactor(['secret-text']).json(value)).toEqual(value);
});
