/** A server on this machine that answers as a test wants, and time that passes when the test says so. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpTime } from '../../src/runtime/http/http-time.ts';

export interface AskedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (response: ServerResponse, request: AskedRequest) => void;

export interface TestServer {
  readonly host: string;
  readonly url: string;
  readonly asked: AskedRequest[];
  /** Answers in turn; the last one stays. */
  answer(...answers: Answer[]): void;
  close(): Promise<void>;
}

/** Listens on a port of its own; the address in another network card's range is for names that lead elsewhere. */
export async function startTestServer(): Promise<TestServer> {
  const asked: AskedRequest[] = [];
  let answers: Answer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      asked.push(one);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer) answer(response, one);
      else response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}`,
    asked,
    answer: (...given) => {
      answers = given;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An answer with status, headers and body, of announced length. */
export function reply(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers });
    response.end(body);
  };
}

export interface TestTime extends HttpTime {
  /** What was slept, in order. Sleeping takes no time here; the clock moves all the same. */
  readonly slept: number[];
  /** Lets time pass and rings what is due. */
  pass(ms: number): void;
}

export function createTestTime(): TestTime {
  const slept: number[] = [];
  const alarms = new Set<{ readonly atMs: number; readonly act: () => void }>();
  let nowMs = 1_000;
  return {
    slept,
    monotonicMs: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      nowMs += ms;
    },
    after(ms, act) {
      const alarm = { atMs: nowMs + ms, act };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
    pass(ms) {
      nowMs += ms;
      for (const alarm of [...alarms]) {
        if (alarm.atMs > nowMs) continue;
        alarms.delete(alarm);
        alarm.act();
      }
    },
  };
}
