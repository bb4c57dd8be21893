/**
 * A PostgreSQL server over one embedded session: clients take turns, a turn lasting until the answer to a statement
 * is complete and no transaction is open. Owned by warehouse/.
 *
 * Why not `@electric-sql/pglite-socket`, which does the same: its clients share the names of prepared statements
 * and all session settings, also after they have gone, so the second connection of a JDBC pool fails.
 */
import { createServer, type Server } from 'node:net';
import { type SharedBackend, StatementError } from './shared-backend.ts';
import { type Client, newClient, readMessages, refuse, wantsTurn } from './wire-client.ts';
import { welcome } from './wire-frames.ts';

export interface WireServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The only database there is. */
  readonly database: string;
  /** How long an open transaction may keep others waiting without a word. */
  readonly idleTransactionMs: number;
  /** The session is beyond repair. */
  readonly onBroken: (error: unknown) => void;
}

export interface WireServer {
  readonly port: number;
  close(): Promise<void>;
}

const MOST_CLIENTS = 50;
/** After these the database is ready for the next statement; all others leave something unfinished. */
const ENDS_CYCLE = new Set(['Q', 'S', 'F']);

/**
 * Listens, and serves until it is closed.
 * @throws Error of the operating system: port in use, address not available
 */
export async function startWireServer(
  backend: SharedBackend,
  options: WireServerOptions,
): Promise<WireServer> {
  const clients = new Set<Client>();
  let holder: Client | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let isWorking = false;
  let count = 0;

  const server = createServer({ noDelay: true }, (socket) => {
    count += 1;
    const client = newClient(count, socket);
    clients.add(client);
    socket.on('data', (chunk) => receive(client, chunk));
    socket.on('error', () => undefined); // followed by 'close'
    socket.on('close', () => {
      client.isGone = true;
      void work();
    });
    if (clients.size > MOST_CLIENTS) refuse(client, '53300', 'too many clients');
  });

  function receive(client: Client, chunk: Buffer): void {
    readMessages(client, chunk, options.database);
    void work();
  }

  /** Whose turn it is: the holder, while it holds; else the first that has something to say or to leave behind. */
  function nextClient(): Client | undefined {
    if (holder !== undefined) return wantsTurn(holder) ? holder : undefined;
    return [...clients].find(wantsTurn);
  }

  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    clearTimeout(idleTimer);
    try {
      for (let client = nextClient(); client !== undefined; client = nextClient()) await serve(client);
      if (holder !== undefined) watchHolder(holder);
    } catch (error) {
      options.onBroken(error);
    } finally {
      isWorking = false;
    }
  }

  async function serve(client: Client): Promise<void> {
    // Behind the others the next time.
    clients.delete(client);
    if (client.isGone) return bury(client);
    clients.add(client);
    if (!client.hasEntered) return admit(client);
    const frame = client.waiting.shift();
    if (frame === undefined) return;
    if (frame.type === 'X') {
      client.socket.end();
      return;
    }
    if (!(await enter(client))) return;
    await backend.send(frame, (bytes) => void client.socket.write(bytes));
    holder = ENDS_CYCLE.has(frame.type) && !backend.inTransaction() ? undefined : client;
    // Lets sockets and signals in between two statements.
    await new Promise(setImmediate);
  }

  async function admit(client: Client): Promise<void> {
    if (!(await enter(client))) return;
    client.socket.write(welcome(client.minor ?? 0, await backend.status()));
    client.hasEntered = true;
  }

  /** False when the database refuses one of the client's settings. */
  async function enter(client: Client): Promise<boolean> {
    try {
      await backend.enter(client);
      return true;
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      refuse(client, '22023', error.message);
      return false;
    }
  }

  async function bury(client: Client): Promise<void> {
    if (holder === client) {
      await backend.rollBack();
      holder = undefined;
    }
    await backend.forget(client);
    if (clients.size === 0) await backend.clear();
  }

  function watchHolder(client: Client): void {
    const end = (): void => {
      const othersWait = [...clients].some((other) => other !== client && wantsTurn(other));
      if (othersWait) refuse(client, '25P03', 'an open transaction kept other clients waiting');
      void work();
    };
    idleTimer = setTimeout(end, options.idleTransactionMs);
    idleTimer.unref();
  }

  await listen(server, options);
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : options.port,
    async close() {
      clearTimeout(idleTimer);
      for (const { socket } of clients) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server, { host, port }: WireServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
