/** Clients that share one embedded session: turns, and what happens to who does not give his up. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shareBackend } from '../../../src/warehouse/serving/shared-backend.ts';
import { message, simpleQuery } from '../../../src/warehouse/serving/wire-frames.ts';
import { startWireServer, type WireServer } from '../../../src/warehouse/serving/wire-server.ts';

let database: PGlite;
let server: WireServer;
const broken: unknown[] = [];

beforeAll(async () => {
  database = await PGlite.create();
  await database.exec('create role reader');
  server = await startWireServer(shareBackend(database, 'reader'), {
    host: '127.0.0.1',
    port: 0,
    database: 'postgres',
    idleTransactionMs: 50,
    onBroken: (error) => broken.push(error),
  });
});
afterAll(async () => {
  await server.close();
  await database.close();
  expect(broken).toEqual([]);
});

async function open(options: Record<string, string> = {}): Promise<Client> {
  const client = new Client({
    ...{ host: '127.0.0.1', port: server.port, database: 'postgres', user: 'anyone', password: 'any' },
    ...options,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A client that is past its start-up, and whose messages the test sends piece by piece. */
async function openRaw(): Promise<{ socket: Socket; until: (type: string) => Promise<string> }> {
  const socket = connect(server.port, '127.0.0.1');
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
  });
  const until = async (type: string): Promise<string> => {
    while (!received.includes(type)) await once(socket, 'data');
    const found = received;
    received = '';
    return found;
  };
  const body = Buffer.from('user\0raw\0database\0postgres\0\0');
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(0x30000, 4);
  socket.write(Buffer.concat([head, body]));
  await until('Z\0\0\0\x05I');
  return { socket, until };
}

const parse = (sql: string) => message('P', Buffer.from(`\0${sql}\0\0\0`));
const bind = message('B', Buffer.from('\0\0\0\0\0\0\0\0'));
const execute = message('E', Buffer.from('\0\0\0\0\0'));
const sync = message('S');

test('a statement in several messages is not mixed up with that of another client', async () => {
  const { socket, until } = await openRaw();
  const other = await open();
  socket.write(parse("select 'mine'"));
  await until('1\0\0\0\x04'); // parsed, and the turn not over
  const theirs = other.query<{ value: string }>({ text: "select 'theirs' || $1 as value", values: ['!'] });
  socket.write(Buffer.concat([bind, execute, sync]));
  expect(await until('Z\0\0\0\x05I')).toContain('mine');
  expect((await theirs).rows).toEqual([{ value: 'theirs!' }]);
  socket.end(message('X'));
  await other.end();
});

test('an idle transaction is ended when others wait, and only then', async () => {
  const idle = await open();
  await idle.query('begin');
  await idle.query('select 1');
  const other = await open().then(
    (client) => client,
    (error: unknown) => error,
  );
  // Even to be let in takes a turn.
  expect(other).toBeInstanceOf(Client);
  await expect(idle.query('select 1')).rejects.toThrow();
  await (other as Client).query('select 1');
  await (other as Client).end();
});

test('a client that breaks off in the middle of a failed statement leaves nothing behind', async () => {
  const { socket, until } = await openRaw();
  socket.write(parse('no statement'));
  await until('42601');
  socket.destroy();
  const next = await open();
  expect((await next.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await next.end();
});

test('several statements sent at once are answered in order', async () => {
  const { socket, until } = await openRaw();
  socket.write(Buffer.concat([simpleQuery("select 'first'"), simpleQuery("select 'second'"), message('X')]));
  const text = await until('second');
  expect(text.indexOf('first')).toBeLessThan(text.indexOf('second'));
});

test('settings of the connection string are those of the session; a wrong one is refused', async () => {
  const client = await open({ options: '-c timezone=Asia/Almaty -c search_path=pg_catalog' });
  const { rows } = await client.query<{ TimeZone: string }>('show timezone');
  expect(rows).toEqual([{ TimeZone: 'Asia/Almaty' }]);
  const other = await open();
  expect((await other.query('show timezone')).rows).not.toEqual(rows);
  expect((await client.query('show timezone')).rows).toEqual(rows);
  await expect(open({ options: '-c timezone=Nowhere/Land' })).rejects.toMatchObject({ code: '22023' });
  await Promise.all([client.end(), other.end()]);
});

test('clients act as the reader, whatever name they give', async () => {
  const client = await open();
  const { rows } = await client.query('select current_user::text as role');
  expect(rows).toEqual([{ role: 'reader' }]);
  await client.end();
});
