import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../../../src/runtime/http/http-request.ts';
import { redirected } from '../../../../src/runtime/http/redirect.ts';
import { holdsSecret, shortUrl, shownUrl } from '../../../../src/runtime/http/request-address.ts';

const request: HttpRequest = {
  url: new URL('https://stat.example/a/b?x=1'),
  method: 'GET',
  headers: { accept: 'text/csv', 'x-requested-with': 'XMLHttpRequest' },
  isRepeatable: true,
  hosts: new Set(['stat.example', 'cdn.example']),
  secrets: [],
};
const post: HttpRequest = {
  ...request,
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'text/csv' },
  body: '{"years":["2020"]}',
};

describe('a redirect', () => {
  test('from https to http is refused, on the same host too', () => {
    expect(() => redirected(request, 302, 'http://stat.example/a')).toThrow('redirects from https to http');
  });

  test('from http to https is followed', () => {
    const plain = { ...request, url: new URL('http://stat.example/a') };
    expect(redirected(plain, 301, 'https://stat.example/a').url.href).toBe('https://stat.example/a');
  });

  test.each([301, 302, 303])('%i makes a GET of a POST, without its body', (status) => {
    const next = redirected(post, status, '/result');
    expect(next).toMatchObject({ method: 'GET', headers: { accept: 'text/csv' } });
    expect(next).not.toHaveProperty('body');
    expect(next.headers).not.toHaveProperty('content-type');
  });

  test.each([307, 308])('%i keeps method and body', (status) => {
    expect(redirected(post, status, '/result')).toMatchObject({
      method: 'POST',
      headers: post.headers,
      body: post.body,
    });
  });

  test('to another host never carries a secret in its body', () => {
    const secret = { ...post, body: '{"key":"s3cret-1"}', secrets: ['s3cret-1'] };
    expect(() => redirected(secret, 307, 'https://cdn.example/')).toThrow(
      'would take a secret to another host',
    );
    expect(redirected(secret, 302, 'https://cdn.example/')).not.toHaveProperty('body');
  });

  test('to a host whose name only begins or ends like a declared one is refused', () => {
    for (const host of [
      'stat.example.evil.example',
      'notstat.example',
      'stat.example:8443',
      'www.stat.example',
    ])
      expect(() => redirected(request, 302, `https://${host}/`)).toThrow('is not at a declared host');
  });
});

describe('a shown address', () => {
  test.each([
    ['https://a.example/x?apiKey=abcdef&from=0', 'https://a.example/x?apiKey=***&from=0'],
    ['https://a.example/x?X-Amz-Signature=abc&p=1', 'https://a.example/x?X-Amz-Signature=***&p=1'],
    ['https://a.example/x?sv=1&sig=abc', 'https://a.example/x?sv=1&sig=***'],
    ['https://a.example/x?key=abc', 'https://a.example/x?key=***'],
  ])('%s has no secret by its name', (url, shown) => {
    expect(shownUrl(url, [])).toBe(shown);
  });

  test('has no secret by its value, however it is written', () => {
    const secret = 'a b/c+d';
    const url = new URL(`https://a.example/${encodeURIComponent(secret)}/x`);
    url.searchParams.set('q', secret);
    url.searchParams.set('source', `{"key":"${secret}"}`);
    expect(decodeURIComponent(shownUrl(url, [secret]))).toBe(
      'https://a.example/***/x?q=***&source={"key":"***"}',
    );
    expect(holdsSecret(url.href, [secret])).toBe(true);
    expect(holdsSecret('https://a.example/', [secret])).toBe(false);
  });

  test('is cut where it would fill the screen', () => {
    expect(shortUrl(`https://a.example/${'x'.repeat(5_000)}`, [])).toHaveLength(301);
  });
});
