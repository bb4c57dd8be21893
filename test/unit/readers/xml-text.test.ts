import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadFault } from '../../../src/model/issue.ts';
import { DEFAULT_LIMITS } from '../../../src/readers/limits.ts';
import { localName, XmlText } from '../../../src/readers/xml-text.ts';

function read(pieces: readonly string[], limits = {}): string[] {
  const seen: string[] = [];
  const document = new XmlText(
    {
      open: (name, attributes) =>
        seen.push(`<${name}${[...attributes].map(([k, v]) => ` ${k}=${v}`).join('')}>`),
      text: (text) => {
        // A text may come in several calls.
        const last = seen.at(-1);
        if (last?.startsWith('“')) seen[seen.length - 1] = `${last}${text}`;
        else if (text !== '') seen.push(`“${text}`);
      },
      close: (name) => seen.push(`</${name}>`),
    },
    'a.xml',
    { ...DEFAULT_LIMITS, ...limits },
  );
  for (const piece of pieces) document.write(piece);
  document.end();
  return seen;
}

function refusalOf(text: string, limits = {}) {
  try {
    read([text], limits);
  } catch (error) {
    if (error instanceof ReadFault) return error.issue;
    throw error;
  }
  return undefined;
}

const SAMPLE = `\ufeff<?xml version="1.0" encoding="UTF-8"?>
<!-- a > comment -->
<m:Data xmlns:m='urn:m' a = "1 &gt; 0">
  <Value concept="s_OKATO" value="643"/><t>a &amp; б &#1041;&#x42;<![CDATA[<raw> & ]] ]]></t >
</m:Data>
`;

describe('an XML text', () => {
  it('is the same tags and texts, in whatever pieces it comes', () => {
    const whole = read([SAMPLE]);
    expect(whole).toEqual([
      '<m:Data xmlns:m=urn:m a=1 > 0>',
      '“\n  ',
      '<Value concept=s_OKATO value=643>',
      '</Value>',
      '<t>',
      '“a & б БB<raw> & ]] ',
      '</t>',
      '“\n',
      '</m:Data>',
    ]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
        const pieces: string[] = [];
        for (let at = 0, n = 0; at < SAMPLE.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          pieces.push(SAMPLE.slice(at, at + size));
          at += size;
        }
        expect(read(pieces)).toEqual(whole);
      }),
    );
  });

  it.each([
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'xml-unsafe'],
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'xml-unsafe'],
    ['<!ENTITY x "y"><a/>', 'xml-unsafe'],
    ['<a>&x;</a>', 'xml-unsafe'],
    ['<a b="&x;"/>', 'xml-unsafe'],
    ['<a>&#0;</a>', 'xml-unsafe'],
    ['<a>&#xD800;</a>', 'xml-unsafe'],
    ['<a>a & b</a>', 'xml-malformed'],
    ['<a></b>', 'xml-malformed'],
    ['<a>', 'xml-malformed'],
    ['<a', 'xml-malformed'],
    ['<a/><b/>', 'xml-malformed'],
    ['<a b="1" b="2"/>', 'xml-malformed'],
    ['<a b=1/>', 'xml-malformed'],
    ['text<a/>', 'xml-malformed'],
    ['', 'xml-malformed'],
    ['</a>', 'xml-malformed'],
    ['< a/>', 'xml-malformed'],
  ])('%s is refused as %s', (text, code) => {
    expect(refusalOf(text)).toMatchObject({ code, file: 'a.xml', cell: { row: 1 } });
  });

  it('is refused with the line on which it breaks', () => {
    expect(refusalOf('<a>\n<b>\n</a>')?.cell).toEqual({ row: 3 });
  });

  it('is refused when it is nested too deeply or a tag or text never ends', () => {
    expect(refusalOf('<a>'.repeat(65))?.code).toBe('document-beyond-limits');
    expect(refusalOf(`<a b="${'x'.repeat(200)}`, { maxRecordBytes: 100 })?.code).toBe(
      'document-beyond-limits',
    );
  });

  it('has local names whether or not its elements carry a namespace', () => {
    expect(localName('generic:Obs')).toBe('Obs');
    expect(localName('Obs')).toBe('Obs');
  });
});
