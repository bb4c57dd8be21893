/** `egdi serve`: opens a throwaway copy of the published release to BI tools, until it is told to stop. */
import { once } from 'node:events';
import { isIP } from 'node:net';
import { EgdiError, EXIT } from '../../model/error.ts';
import { REMOTE_WARNING, type ServedRelease, serveNotice } from '../../report/serve.ts';
import { createPalette } from '../../report/text.ts';
import { copyRelease, type ReleaseCopy, removeStaleCopies } from '../../warehouse/serving/release-copy.ts';
import {
  IDLE_TRANSACTION_SECONDS,
  SERVED_DATABASE,
  SERVED_USER,
  startReleaseServer,
} from '../../warehouse/serving/release-server.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';
import { hasDatabase } from '../opened-warehouse.ts';

interface Address {
  readonly host: string;
  readonly port: number;
}

export const serve: CommandFunction = async (cli, { options }) => {
  const address: Address = { host: String(options.host), port: Number(options.port) };
  refuseUnfit(cli, address, options.allowRemote === true);
  if (!isLoopback(address.host)) process.stderr.write(REMOTE_WARNING);
  await removeStaleCopies();
  const copy = await copyRelease(cli.config.dataDir, cli.sqlFolder, { signal: cli.signal });
  try {
    await serveCopy(cli, copy, address);
  } finally {
    await copy.remove();
  }
  return EXIT.ok;
};

async function serveCopy(cli: CliContext, copy: ReleaseCopy, { host, port }: Address): Promise<void> {
  const { signal } = cli;
  signal.throwIfAborted();
  const server = await startReleaseServer({
    databasePath: copy.databasePath,
    host,
    port,
    onRestart: (reason) => cli.logger.warn('serve.restarted', { reason }),
  });
  try {
    const served: ServedRelease = {
      host,
      port: server.port,
      database: SERVED_DATABASE,
      user: SERVED_USER,
      release: copy.release.releaseNo,
      publishedAt: copy.release.publishedAt,
    };
    const notice = () => serveNotice(served, IDLE_TRANSACTION_SECONDS, createPalette(cli.color));
    cli.print(cli.json ? JSON.stringify(served) : notice());
    if (!signal.aborted) await Promise.race([once(signal, 'abort'), server.failed]);
  } finally {
    await server.stop();
  }
}

/** @throws EgdiError `usage` (exit 2), `warehouse-missing` (exit 7) */
function refuseUnfit(cli: CliContext, { host, port }: Address, allowRemote: boolean): void {
  if (cli.config.databaseUrl !== null) {
    throw usage('serve opens the embedded database, and DATABASE_URL names a server', {
      hint: 'connect BI tools straight to that server, as a member of egdi_reader',
    });
  }
  if (port > 65_535) throw usage(`there is no port ${port}`, { hint: '--port takes 0 to 65535' });
  if (!isLoopback(host) && !allowRemote) {
    throw usage(`${host} may be reached by other machines, and the copy has no password`, {
      hint: 'leave --host out, or add --allow-remote if that is what you want',
    });
  }
  if (hasDatabase(cli)) return;
  throw new EgdiError('warehouse-missing', `there is no warehouse in ${cli.config.dataDir} yet`, {
    exitCode: EXIT.databaseUnavailable,
    hint: 'load one with: egdi run',
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function usage(message: string, { hint }: { readonly hint: string }): EgdiError {
  return new EgdiError('usage', message, { exitCode: EXIT.usage, hint });
}
