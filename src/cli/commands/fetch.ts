/** `egdi fetch`: declared origins into snapshots, conditionally and politely; or the list of them. */
import { resolve } from 'node:path';
import { PUBLIC_ORIGINS } from '../../../pipelines/public-origins/index.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { PROGRAM_VERSION } from '../../model/version.ts';
import { fetchJson, fetchText, type ListedOrigin, originsJson, originsText } from '../../report/fetch.ts';
import { createPalette } from '../../report/text.ts';
import { createHttpClient } from '../../runtime/http/http-client.ts';
import { DEFAULT_HTTP_LIMITS } from '../../runtime/http/http-limits.ts';
import { systemTime } from '../../runtime/http/http-time.ts';
import { ANY_ADDRESS, PUBLIC_ADDRESSES } from '../../runtime/http/public-address.ts';
import { readNamedKeys } from '../../runtime/named-keys.ts';
import type { FetchContext } from '../../stages/extract/fetch-context.ts';
import { fetchOrigins } from '../../stages/extract/fetch-origins.ts';
import { layOutSource } from '../../stages/extract/lay-out-source.ts';
import { newestVintage } from '../../stages/extract/vintages.ts';
import { askedOrigins } from '../asked-origins.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';

export const fetch: CommandFunction = async (cli, { args, options }) => {
  const names = (args[0] as readonly string[] | undefined) ?? [];
  if (options.all === true && names.length > 0) {
    throw new EgdiError('usage', '--all and names of origins exclude each other', { exitCode: EXIT.usage });
  }
  if (options.all !== true && names.length === 0) return listOrigins(cli);
  const origins = options.all === true ? PUBLIC_ORIGINS : askedOrigins([...new Set(names)]);
  const { sources, issues, counts } = await fetchOrigins(origins, fetchContext(cli, options));
  const out = options.out === undefined ? null : resolve(options.out as string);
  const laidOut = await Promise.all(
    sources.map(async (source) => ({
      ...source,
      laidOut: out === null ? null : await layOutSource(source, out),
    })),
  );
  const report = { sources: laidOut, issues, counts };
  cli.print(cli.json ? fetchJson(report) : fetchText(report, createPalette(cli.color)));
  if (sources.length < origins.length) return EXIT.dataRefused;
  return issues.some(({ code }) => code === 'origin-overdue') ? EXIT.stale : EXIT.ok;
};

function fetchContext(cli: CliContext, options: Readonly<Record<string, unknown>>): FetchContext {
  const { clock, logger, signal, snapshotFolder, config } = cli;
  const maxBytes = config.maxFileMb * 1_000_000;
  return {
    client: createHttpClient({
      clock,
      logger,
      time: systemTime,
      random: Math.random,
      addresses: options.allowPrivate === true ? ANY_ADDRESS : PUBLIC_ADDRESSES,
      userAgent: `egdi-pipeline/${PROGRAM_VERSION}`,
    }),
    limits: { ...DEFAULT_HTTP_LIMITS, maxBytes, maxTransferredBytes: maxBytes },
    snapshotFolder,
    secrets: config.sourceKeys === null ? new Map() : readNamedKeys(config.sourceKeys),
    isOffline: options.offline === true,
    isUnconditional: options.anew === true,
    clock,
    logger,
    signal,
  };
}

async function listOrigins(cli: CliContext): Promise<number> {
  const listed: ListedOrigin[] = await Promise.all(
    PUBLIC_ORIGINS.map(async (origin) => ({
      origin,
      vintage: (await newestVintage(cli.snapshotFolder, origin.id)) ?? null,
    })),
  );
  cli.print(cli.json ? originsJson(listed) : originsText(listed, createPalette(cli.color)));
  return EXIT.ok;
}
