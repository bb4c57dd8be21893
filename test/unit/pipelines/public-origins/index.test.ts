import { describe, expect, test } from 'vitest';
import { PUBLIC_ORIGINS } from '../../../../pipelines/public-origins/index.ts';
import { secretNames } from '../../../../src/model/http-origin.ts';
import { requestOf } from '../../../../src/stages/extract/origin-request.ts';

describe('the public origins', () => {
  test('have one name each, in all groups together', () => {
    const ids = PUBLIC_ORIGINS.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(15);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('say under which licence they are, and are asked by https only', () => {
    for (const origin of PUBLIC_ORIGINS) {
      expect(origin.licence, origin.id).not.toBe('');
      const urls = [...origin.steps.map(({ request }) => request.url), origin.request.url];
      for (const url of urls) expect(url, origin.id).toMatch(/^(https:\/\/|\{\w+\}$)/);
    }
  });

  test('make requests of which the first needs nothing but its declaration and its keys', () => {
    for (const origin of PUBLIC_ORIGINS) {
      const secrets = new Map(secretNames(origin).map((name) => [name, 'a-long-key']));
      const first = origin.steps[0]?.request ?? origin.request;
      const request = requestOf(origin, first, new Map([['offset', '0']]), secrets);
      expect(origin.hosts, origin.id).toContain(request.url.host);
      expect(request.isRepeatable, `${origin.id} may be asked again`).toBe(true);
    }
  });
});
