/** What `egdi serve` says when it is ready. */
import type { Palette } from './text.ts';

export interface ServedRelease {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly release: number;
  readonly publishedAt: string;
}

/** The address as URLs have it: an IPv6 address in brackets. */
export function connectionUrl({ host, port, database, user }: ServedRelease): string {
  const address = host.includes(':') ? `[${host}]` : host;
  return `postgres://${user}@${address}:${port}/${database}?sslmode=disable`;
}

export function serveNotice(served: ServedRelease, idleSeconds: number, palette: Palette): string {
  const { host, port, database, user, release, publishedAt } = served;
  const url = connectionUrl(served);
  return [
    `${palette.good(`Release ${release} is open`)} on ${host}:${port}, published at ${publishedAt}.`,
    'It is a copy: what clients do to it never reaches the warehouse, and later releases appear in it only when',
    'egdi serve is started again. The copy is removed when it ends (Ctrl+C).',
    '',
    `  ${palette.bold('URL')}       ${url}`,
    `  ${palette.bold('psql')}      psql "${url}"    then: \\dt reporting.*`,
    `  ${palette.bold('Power BI')}  Get data → PostgreSQL database → server ${host}:${port}, database ${database};`,
    `            sign in to “Database” as ${user} with any password, encryption off`,
    `  ${palette.bold('Metabase')}  PostgreSQL, host ${host}, port ${port}, database ${database}, user ${user},`,
    '            any password, SSL off, schema reporting',
    '',
    'Tables and views for BI are in the schema reporting, all releases in the schema history.',
    'One session serves all clients in turn: a long query, or a transaction left open, keeps the others waiting.',
    `A transaction that does nothing for ${idleSeconds} seconds while others wait is ended. For many users at once, load`,
    'into a PostgreSQL server (DATABASE_URL) and connect to that.',
  ].join('\n');
}

export const REMOTE_WARNING =
  'egdi: warning: anyone who can reach this address can read the copy, without a password and unencrypted\n';
