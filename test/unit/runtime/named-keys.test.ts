import { expect, test } from 'vitest';
import { hasNamedKeys, readNamedKeys } from '../../../src/runtime/named-keys.ts';

test('keys are read by their names, whatever stands between them', () => {
  const text = '\n data.egov.kz=k3y=of/ours== ,\r\n other=another-key\n';
  expect(hasNamedKeys(text)).toBe(true);
  expect([...readNamedKeys(text)]).toEqual([
    ['data.egov.kz', 'k3y=of/ours=='],
    ['other', 'another-key'],
  ]);
});

test.each(['', ' , ', 'key', 'a=b', 'A=long-enough', 'a=long-enough, b', 'a=long-enough a=other-one'])(
  'is no list of keys: “%s”',
  (text) => {
    expect(hasNamedKeys(text)).toBe(false);
  },
);
