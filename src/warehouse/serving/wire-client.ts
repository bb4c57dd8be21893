/** One client of the wire server: its socket, its start-up, and the messages that wait for its turn. Owned by warehouse/. */
import type { Socket } from 'node:net';
import type { ClientState } from './shared-backend.ts';
import {
  clientSettings,
  type Frame,
  FrameReader,
  fatal,
  type Opening,
  ProtocolError,
} from './wire-frames.ts';

export interface Client extends ClientState {
  readonly socket: Socket;
  readonly reader: FrameReader;
  readonly waiting: Frame[];
  /** Of the protocol's version that the client asked for; undefined before its start-up. */
  minor: number | undefined;
  hasEntered: boolean;
  isGone: boolean;
}

export function newClient(id: number, socket: Socket): Client {
  return {
    id,
    settings: [],
    statements: new Set(),
    socket,
    reader: new FrameReader(),
    waiting: [],
    minor: undefined,
    hasEntered: false,
    isGone: false,
  };
}

/** Whether it has something to say, wants to be let in, or has gone and is to be tidied up after. */
export function wantsTurn(client: Client): boolean {
  return client.isGone || client.waiting.length > 0 || (client.minor !== undefined && !client.hasEntered);
}

/** Says why, and closes the connection. */
export function refuse(client: Client, code: string, words: string): void {
  client.waiting.length = 0;
  client.isGone = true;
  client.socket.end(fatal(code, words));
  client.socket.destroySoon();
}

/** Takes in what has arrived, and queues the messages that are whole. */
export function readMessages(client: Client, chunk: Buffer, database: string): void {
  if (client.isGone) return;
  client.reader.push(chunk);
  try {
    while (client.minor === undefined) {
      const opening = client.reader.opening();
      if (opening === undefined) return;
      greet(client, opening, database);
      if (client.isGone) return;
    }
    for (let frame = client.reader.next(); frame; frame = client.reader.next()) client.waiting.push(frame);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    refuse(client, '08P01', error.message);
  }
}

function greet(client: Client, opening: Opening, database: string): void {
  if (opening.kind === 'encryption') client.socket.write('N');
  else if (opening.kind === 'cancel') refuse(client, '0A000', 'statements cannot be cancelled here');
  else if ((opening.settings.get('database') ?? database) !== database) {
    refuse(client, '3D000', `there is one database here: ${database}`);
  } else {
    client.minor = opening.minor;
    client.settings = clientSettings(opening.settings);
  }
}
