import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLink } from '../../../../src/stages/extract/page-links.ts';

const BASE = new URL('https://stat.example/ru/tables/');
const FILE = '/element/(?<element>\\d+)/file/ru/';

type Rule = Parameters<typeof findLink>[2];
const find = (html: string, rule: Partial<Rule> = {}) =>
  findLink(html, BASE, { link: FILE, pick: 'only', ...rule });

describe('a link', () => {
  test.each([
    ['in double quotes', '<a class="x" href="/api/element/7/file/ru/">x</a>'],
    ['in single quotes', "<a href='/api/element/7/file/ru/' title='>'>x</a>"],
    ['in none', '<a href=/api/element/7/file/ru/>x</a>'],
    ['in capitals, over lines', '<A\n  HREF = "/api/element/7/file/ru/"\n>x</A>'],
    ['with entities and blanks', '<a href=" &#47;api&#x2F;element/7/file/ru/ ">x</a>'],
    ['relative', '<a href="../../api/element/7/file/ru/">x</a>'],
    ['relative to a base', '<base href="/api/"><a href="element/7/file/ru/">x</a>'],
    ['without its end', '<p><a href="/api/element/7/file/ru/">x'],
    ['twice the same', '<a href="/api/element/7/file/ru/">x</a><a href="/api/element/7/file/ru/#top">y</a>'],
    ['behind a bracket that is text', '<p>a < b</p><a href="/api/element/7/file/ru/">x</a>'],
  ])('is found %s', (_what, html) => {
    const found = find(html);
    expect(found).toEqual(
      new Map([
        ['link', 'https://stat.example/api/element/7/file/ru/'],
        ['element', '7'],
      ]),
    );
  });

  test.each([
    ['in a comment', '<!-- <a href="/element/7/file/ru/">x</a> -->'],
    ['in a script', '<script>var x = \'<a href="/element/7/file/ru/">x</a>\';</script>'],
    ['in another attribute', '<a data-href="/element/7/file/ru/" href="/x">x</a>'],
    ['of another element', '<img href="/element/7/file/ru/">'],
    ['of another language', '<a href="/element/7/file/kk/">x</a>'],
    ['that runs a script', '<a href="javascript:/element/7/file/ru/">x</a>'],
  ])('is none %s', (_what, html) => {
    expect(find(html)).toMatch(/^there is no link to/);
  });

  const LIST = `<title>Таблицы</title>
    <div><h3>Уровень&nbsp;цифровой <b>грамотности</b></h3><a href="/element/1/file/ru/"> Скачать
      xlsx </a></div>
    <div><h3>Затраты на ИКТ</h3><a href="/element/2/file/ru/">Скачать xls</a></div>`;

  test('is told from others by its words', () => {
    expect((find(LIST, { text: 'Скачать xlsx' }) as Map<string, string>).get('element')).toBe('1');
  });

  test.each([
    ['Уровень цифровой грамотности', '1'],
    ['Затраты на ИКТ', '2'],
  ])('is told from others by the heading before it: %s', (after, element) => {
    expect((find(LIST, { after }) as Map<string, string>).get('element')).toBe(element);
  });

  test('after a heading that is not there is none', () => {
    expect(find(LIST, { after: 'Наличие средств связи' })).toBe(
      `there is no link to ${FILE} after “Наличие средств связи”, among 2 links`,
    );
  });

  test('is refused where several fit, unless it is said which', () => {
    expect(find(LIST)).toMatch(/^there are 2 different ones of the link/);
    expect((find(LIST, { pick: 'first' }) as Map<string, string>).get('element')).toBe('1');
    expect((find(LIST, { pick: 'last' }) as Map<string, string>).get('element')).toBe('2');
  });

  test('is compared with Cyrillic letters as letters', () => {
    const html = '<a href="/upload/%D0%A2%D0%B0%D0%B1%D0%BB%D0%B8%D1%86%D0%B0.xlsx">x</a>';
    expect((find(html, { link: 'Таблица\\.xlsx$' }) as Map<string, string>).get('link')).toBe(
      'https://stat.example/upload/%D0%A2%D0%B0%D0%B1%D0%BB%D0%B8%D1%86%D0%B0.xlsx',
    );
  });

  test('is looked for in any text at all without an error', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '=',
      '<a ',
      'href=',
      '</a>',
      '<!--',
      '-->',
      '<script>',
      '&',
      '&#',
      'x',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        find(pieces.join(''));
      }),
    );
  });

  test.each(['<', '<a href="', "<a href='x", '<=', '<script>', '<!--', '&#'])(
    'is looked for in a hostile page in one pass: %s',
    (piece) => {
      expect(typeof find(piece.repeat(1_000_000 / piece.length))).toBe('string');
    },
  );
});
