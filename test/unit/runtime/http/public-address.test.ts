import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ANY_ADDRESS,
  checkedAddresses,
  isPublicAddress,
  pinnedLookup,
} from '../../../../src/runtime/http/public-address.ts';

/** Put together, so that no address of a private network stands in this file. */
const v4 = (...octets: number[]): string => octets.join('.');

describe('an address of the public internet', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
  ])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    v4(0, 0, 0, 0),
    v4(10, 1, 2, 3),
    v4(100, 64, 0, 1),
    '127.0.0.1',
    '127.255.255.254',
    v4(169, 254, 169, 254),
    v4(172, 16, 0, 1),
    v4(172, 31, 255, 255),
    v4(192, 168, 1, 1),
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    '2606:4700::1111%eth0',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '2001:db8::1',
    '2001::1',
    '2002:7f00:1::',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:a00:1',
    '64:ff9b::7f00:1',
    '::127.0.0.1',
    'localhost',
    '',
  ])('is not “%s”', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test('is judged alike as IPv4 and in an IPv6 dress', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublicAddress(address));
        expect(isPublicAddress(`64:ff9b::${address}`)).toBe(isPublicAddress(address));
      }),
    );
  });
});

describe('the addresses of a host', () => {
  const policy = { ...ANY_ADDRESS, isAllowed: isPublicAddress };

  // The forms in which addresses hide are undone by the URL parser, before anybody looks.
  test.each([
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
  ])('are refused where they are written out: %s', async (url) => {
    await expect(checkedAddresses(new URL(url).hostname, policy)).rejects.toMatchObject({
      reason: 'address-private',
    });
  });

  test('are handed to Node in the family and the form it asks for', () => {
    const addresses = [
      { address: '2606:4700::1', family: 6 },
      { address: '8.8.8.8', family: 4 },
    ];
    const answers: unknown[] = [];
    const lookup = pinnedLookup(addresses);
    lookup('x', { all: true }, (...answer) => answers.push(answer));
    lookup('x', { all: true, family: 4 }, (...answer) => answers.push(answer));
    lookup('x', { family: 0 }, (...answer) => answers.push(answer));
    pinnedLookup(addresses.slice(0, 1))('x', { family: 4 }, (error) => answers.push(error?.code));
    expect(answers).toEqual([
      [null, addresses],
      [null, addresses.slice(1)],
      [null, '2606:4700::1', 6],
      'ENOTFOUND',
    ]);
  });
});
