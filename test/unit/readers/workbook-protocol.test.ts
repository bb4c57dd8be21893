import { describe, expect, it } from 'vitest';
import type { WorkbookReply } from '../../../src/readers/workbook-protocol.ts';
import { decodeReply, encodeReply } from '../../../src/readers/workbook-protocol.ts';

describe('the answers of the parsing process', () => {
  it.each<WorkbookReply>([
    { kind: 'sheet', name: '__proto__' },
    { kind: 'row', row: { row: 1, cells: ['a\nb', null, '\u2028', '0.69556'] } },
    { kind: 'row', row: { row: 1_048_576, cells: [null], flags: new Map([[1, 'formula-without-value']]) } },
    {
      kind: 'row',
      row: {
        row: 2,
        cells: ['30750', 'a', '11'],
        numbers: new Map([
          [1, { format: '#,##0', shown: '30 750' }],
          [3, { format: 'General', shown: '11' }],
        ]),
      },
    },
    { kind: 'row', row: { row: 3, cells: ['text'], numbers: new Map() } },
    { kind: 'merges', merges: [{ firstRow: 1, firstColumn: 1, lastRow: 1_048_576, lastColumn: 16_384 }] },
    { kind: 'done' },
    { kind: 'fault', code: 'archive-bomb', message: 'too large', hint: 'no' },
    { kind: 'fault', code: 'workbook-unreadable', message: 'broken' },
  ])('arrive as they were sent: $kind', (reply) => {
    const line = encodeReply(reply);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(decodeReply(line)).toEqual(reply);
  });

  it.each([
    'no JSON',
    '',
    'null',
    '7',
    '{}',
    '{"kind":"sheet"}',
    '{"kind":"sheet","name":7}',
    '{"kind":"fault","code":"row-conflict","message":"not for a reader to say"}',
    '{"kind":"fault","code":"archive-bomb"}',
    '[]',
    '[0,["a"]]',
    '[1.5,["a"]]',
    '[1048577,["a"]]',
    '[1,"a"]',
    '[1,[1]]',
    '[1,[{}]]',
    '[1,["a"],[["1","date"]]]',
    '[1,["a"],[[1,"other"]]]',
    '[1,["a"],[1]]',
    '[1,["a"],{}]',
    '[1,["a"],[],{}]',
    '[1,["a"],[],[1]]',
    '[1,["a"],[],[[2]]]',
    '[1,["a"],[],[[1,7]]]',
    '[1,["a"],[],[[0,"General","a"]]]',
    '{"kind":"merges"}',
    '{"kind":"merges","ranges":[1]}',
    '{"kind":"merges","ranges":[[2,1,1,1]]}',
    '{"kind":"merges","ranges":[[1,1,1,16385]]}',
  ])('are not believed when they are odd: %s', (line) => {
    expect(decodeReply(line)).toBeUndefined();
  });

  it('cannot be wider than a worksheet', () => {
    expect(decodeReply(JSON.stringify([1, new Array(16_384).fill(null)]))).toBeDefined();
    expect(decodeReply(JSON.stringify([1, new Array(16_385).fill(null)]))).toBeUndefined();
  });
});
