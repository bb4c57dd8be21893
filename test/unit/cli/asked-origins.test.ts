import { describe, expect, test } from 'vitest';
import { askedOrigins } from '../../../src/cli/asked-origins.ts';

describe('an address without a declaration', () => {
  test('is an origin of its own host, whose name is stable and whose licence nobody stated', () => {
    const address = 'https://www.stat.example/a/%D0%A2%D0%B0%D0%B1%D0%BB%20%281%29.xls?x=1#top';
    const [origin] = askedOrigins([address]);
    expect(origin).toMatchObject({
      publisher: 'www.stat.example',
      licence: 'not stated',
      hosts: ['www.stat.example'],
      request: { url: 'https://www.stat.example/a/%D0%A2%D0%B0%D0%B1%D0%BB%20%281%29.xls?x=1' },
      fileName: '1_.xls',
    });
    expect(origin?.id).toMatch(/^url-www-stat-example-[0-9a-f]{12}$/);
    expect(askedOrigins([address])[0]?.id).toBe(origin?.id);
    expect(askedOrigins([`${address.split('?')[0]}?x=2`])[0]?.id).not.toBe(origin?.id);
  });

  test.each([
    ['https://stat.example/', 'download'],
    ['https://stat.example/..%2F..%2Fetc%2Fpasswd', 'etc_passwd'],
    ['https://stat.example/.hidden', 'hidden'],
    ['https://stat.example/%00%0a', 'download'],
    ['https://stat.example/{x}.csv', 'x_.csv'],
  ])('%s never leads out of its folder: %s', (address, fileName) => {
    expect(askedOrigins([address])[0]?.fileName).toBe(fileName);
  });

  test.each(['https://stat.example/?apiKey=k3y-of-ours', 'https://me:k3y-of-ours@stat.example/'])(
    'is refused, unseen, with a key in it: %s',
    (address) => {
      let message = '';
      try {
        askedOrigins([address]);
      } catch (error) {
        message = `${(error as Error).message} ${(error as Error).stack}`;
      }
      expect(message).toContain('it holds a key or an account');
      expect(message).not.toContain('k3y');
    },
  );
});

test('a mistyped name is answered with the one that was probably meant', () => {
  expect(() => askedOrigins(['wb-internet-user'])).toThrow(
    expect.objectContaining({ code: 'origin-unknown', exitCode: 2, hint: 'did you mean wb-internet-users?' }),
  );
});
