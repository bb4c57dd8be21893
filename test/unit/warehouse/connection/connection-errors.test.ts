import { describe, expect, it } from 'vitest';
import { redactUrl, unavailable } from '../../../../src/warehouse/connection/connection-errors.ts';

describe('a database URL that is shown', () => {
  it.each([
    ['postgres://loader:secret@db:5432/egdi', 'postgres://loader:***@db:5432/egdi'],
    ['postgres://loader:se@cr/e:t@db/egdi', 'postgres://loader:***@db/egdi'],
    ['postgresql://:secret@db/egdi', 'postgresql://:***@db/egdi'],
    ['postgres://db/egdi?user=loader&password=secret', 'postgres://db/egdi?user=loader&password=***'],
    ['postgres:///egdi?host=/run&PGPASSWORD=secret&x=1', 'postgres:///egdi?host=/run&PGPASSWORD=***&x=1'],
  ])('has no password: %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
    expect(redactUrl(url)).not.toContain('secret');
  });

  it('is otherwise unchanged', () => {
    for (const url of ['postgres://loader@db:5432/egdi', 'postgres://[::1]:5432/egdi?sslmode=require']) {
      expect(redactUrl(url)).toBe(url);
    }
  });
});

describe('the report of a server that cannot be reached', () => {
  it('gives the reason of every address that was tried', () => {
    const error = new AggregateError([new Error('refused ::1'), new Error('refused 127.0.0.1')]);
    expect(unavailable('postgres://a:b@localhost/c', error)).toMatchObject({
      code: 'database-unavailable',
      exitCode: 7,
      message: 'cannot connect to the database postgres://a:***@localhost/c: refused ::1; refused 127.0.0.1',
    });
  });

  it('does not carry a URL that could not be parsed', () => {
    const error = Object.assign(new TypeError('Invalid URL'), { input: 'postgres://a:secret@' });
    expect(unavailable('postgres://a:secret@', error).cause).toBeUndefined();
  });
});
