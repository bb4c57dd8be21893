import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FrameReader,
  fatal,
  message,
  ProtocolError,
  readError,
  readRows,
  renameStatement,
  simpleQuery,
  welcome,
} from '../../../../src/warehouse/serving/wire-frames.ts';

function opening(code: number, body = ''): Buffer {
  const bytes = Buffer.alloc(8 + Buffer.byteLength(body));
  bytes.writeInt32BE(bytes.length, 0);
  bytes.writeInt32BE(code, 4);
  bytes.write(body, 8);
  return bytes;
}

const STARTUP = opening(0x30000, 'user\0bi\0database\0postgres\0TimeZone\0UTC\0\0');

describe('reading a client', () => {
  test('messages come out whole, wherever the network cuts them', () => {
    const stream = Buffer.concat([STARTUP, simpleQuery('select 1'), message('S'), simpleQuery('привет')]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
        const reader = new FrameReader();
        const found: string[] = [];
        let isOpen = false;
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          reader.push(stream.subarray(at, at + size));
          at += size;
          if (!isOpen) isOpen = reader.opening() !== undefined;
          if (!isOpen) continue;
          for (let frame = reader.next(); frame; frame = reader.next()) {
            found.push(frame.type + frame.bytes.toString('utf8', 5));
          }
        }
        expect(found).toEqual(['Qselect 1\0', 'S', 'Qпривет\0']);
      }),
    );
  });

  test('a start-up carries its settings; requests for encryption and cancelling are told apart', () => {
    const read = (bytes: Buffer) => {
      const reader = new FrameReader();
      reader.push(bytes);
      return reader.opening();
    };
    expect(read(STARTUP)).toEqual({
      kind: 'startup',
      minor: 0,
      settings: new Map([
        ['user', 'bi'],
        ['database', 'postgres'],
        ['TimeZone', 'UTC'],
      ]),
    });
    expect(read(opening(0x30002, 'user\0bi\0\0'))).toMatchObject({ kind: 'startup', minor: 2 });
    expect(read(opening(80877103))).toEqual({ kind: 'encryption' });
    expect(read(opening(80877104))).toEqual({ kind: 'encryption' });
    expect(read(opening(80877102, '12345678'))).toEqual({ kind: 'cancel' });
  });

  test('what is no PostgreSQL client is refused', () => {
    const reader = new FrameReader();
    reader.push(Buffer.from('GET / HTTP/1.1\r\n'));
    expect(() => reader.opening()).toThrow(ProtocolError);
    const other = new FrameReader();
    other.push(opening(0x20000, '\0'));
    expect(() => other.opening()).toThrow(ProtocolError);
    const huge = new FrameReader();
    huge.push(Buffer.from('Q\x7f\xff\xff\xff', 'latin1'));
    expect(() => huge.next()).toThrow(ProtocolError);
  });
});

describe('prepared statements', () => {
  const rename = (name: string) => `mine_${name}`;
  const renamed = (type: string, body: string) => {
    const { bytes } = renameStatement({ type, bytes: message(type, Buffer.from(body)) }, rename);
    expect(bytes.readInt32BE(1)).toBe(bytes.length - 1);
    return bytes.toString('utf8', 5);
  };

  test('get a name of their connection in every message that names one', () => {
    expect(renamed('P', 'S_1\0select 1\0\0\0')).toBe('mine_S_1\0select 1\0\0\0');
    expect(renamed('B', 'portal\0S_1\0\0\0')).toBe('portal\0mine_S_1\0\0\0');
    expect(renamed('B', '\0S_1\0\0\0')).toBe('\0mine_S_1\0\0\0');
    expect(renamed('D', 'SS_1\0')).toBe('Smine_S_1\0');
    expect(renamed('C', 'SS_1\0')).toBe('Smine_S_1\0');
  });

  test('stay as they are when unnamed; portals and other messages do too', () => {
    for (const [type, body] of [
      ['P', '\0select 1\0\0\0'],
      ['B', '\0\0\0\0'],
      ['D', 'PC_1\0'],
      ['D', 'S\0'],
      ['C', 'PC_1\0'],
      ['Q', 'select 1\0'],
      ['S', ''],
    ] as const) {
      expect(renamed(type, body)).toBe(body);
    }
  });
});

test('rows and errors of a response are read back', () => {
  const row = Buffer.from('\0\x02\0\0\0\x03abc\xff\xff\xff\xff', 'latin1');
  const response = Buffer.concat([
    message('T', Buffer.alloc(2)),
    message('D', row),
    message('Z', Buffer.from('I')),
  ]);
  expect(readRows(response)).toEqual([['abc', null]]);
  expect(readError(response)).toBeUndefined();
  expect(readError(fatal('3D000', 'no such database'))).toBe('no such database');
});

test('a client that offers a newer protocol is told which one is spoken', () => {
  expect(welcome(0, []).toString('latin1', 0, 1)).toBe('R');
  expect(welcome(2, []).toString('latin1', 0, 1)).toBe('v');
});
