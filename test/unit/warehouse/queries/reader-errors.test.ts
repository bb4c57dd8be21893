import { describe, expect, test } from 'vitest';
import type { Session } from '../../../../src/warehouse/connection/session.ts';
import { becomeReader, readerError } from '../../../../src/warehouse/queries/reader-errors.ts';

function databaseError(code: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { code, ...more });
}

function failingSession(error: Error): Session {
  return { query: () => Promise.reject(error) } as unknown as Session;
}

describe('becomeReader', () => {
  test('a server without the role says how to create it', async () => {
    const session = failingSession(databaseError('22023', 'role "egdi_reader" does not exist'));
    await expect(becomeReader(session)).rejects.toMatchObject({
      code: 'reader-missing',
      exitCode: 7,
      hint: expect.stringContaining('egdi migrate --roles'),
    });
  });

  test('another failure is passed on', async () => {
    const error = databaseError('53200', 'out of memory');
    await expect(becomeReader(failingSession(error))).rejects.toBe(error);
  });
});

describe('readerError', () => {
  const place = { statement: 'select é,\n\tnosuch\nfrom t', offset: 100 };

  test('points at the character that the database names, tabs and accents counted', () => {
    const error = databaseError('42703', 'column "nosuch" does not exist', { position: '112' });
    expect(readerError(error, place)).toMatchObject({
      message: 'column "nosuch" does not exist',
      hint: 'line 2:  nosuch\n             ^',
      exitCode: 2,
    });
  });

  test('a position outside of the statement is left out', () => {
    for (const position of ['12', '4000', undefined]) {
      const error = databaseError('42601', 'syntax error', { position });
      expect(readerError(error, place)).toMatchObject({ hint: undefined });
    }
  });

  test('several statements, and what a view cannot hold, are said in plain words', () => {
    const several = databaseError('42601', 'cannot insert multiple commands into a prepared statement');
    expect(readerError(several, place)).toMatchObject({ message: expect.stringContaining('takes one') });
    const into = databaseError('0A000', 'views must not contain SELECT INTO');
    expect(readerError(into, place)).toMatchObject({ message: 'the statement must not contain SELECT INTO' });
  });

  test('what is no error of SQL comes back as it is', () => {
    const lost = new Error('Connection terminated');
    expect(readerError(lost, place)).toBe(lost);
  });
});
