/** Which origins a command is asked for: by name, or an address that nobody declared. */
import { createHash } from 'node:crypto';
import { PUBLIC_ORIGINS } from '../../pipelines/public-origins/index.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import { type HttpOrigin, parseHttpOrigins } from '../model/http-origin.ts';
import { nearestName } from '../runtime/nearest-name.ts';

/** Throws `EgdiError` origin-unknown or address-unfit (exit 2). */
export function askedOrigins(names: readonly string[]): HttpOrigin[] {
  return names.map((name) => (/^https?:\/\//i.test(name) ? originOfAddress(name) : declaredOrigin(name)));
}

function declaredOrigin(name: string): HttpOrigin {
  const found = PUBLIC_ORIGINS.find(({ id }) => id === name);
  if (found) return found;
  const near = nearestName(
    name,
    PUBLIC_ORIGINS.map(({ id }) => id),
  );
  throw new EgdiError('origin-unknown', `there is no origin “${name}”`, {
    exitCode: EXIT.usage,
    hint: near === undefined ? 'egdi fetch lists them' : `did you mean ${near}?`,
  });
}

/** An origin made from its address alone: what publisher and licence are, nobody said. */
function originOfAddress(address: string): HttpOrigin {
  if (!URL.canParse(address)) throw unfit('this is no web address');
  const url = new URL(address);
  url.hash = '';
  const lastPart = decoded(url.pathname.split('/').filter(Boolean).at(-1) ?? '');
  const fileName = lastPart
    .replace(/[^\w. -]+/g, '_')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(-100);
  const hash = createHash('sha256').update(url.href).digest('hex').slice(0, 12);
  const host = url.hostname
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  try {
    const [origin] = parseHttpOrigins([
      {
        id: `url-${host.slice(0, 60)}-${hash}`.replace(/-+/g, '-'),
        publisher: url.host,
        title: fileName || url.host,
        licence: 'not stated',
        page: null,
        freshness: { cadence: 'unknown', warnAfterDays: 36_500, errorAfterDays: 73_000 },
        hosts: [url.host],
        request: { url: url.href.replaceAll('{', '%7B') },
        expects: ['csv', 'xlsx', 'xls', 'zip', 'json', 'xml'],
        fileName: fileName || 'download',
      },
    ]);
    if (origin === undefined) throw unfit('this is no web address');
    return origin;
  } catch (error) {
    if (error instanceof EgdiError) throw error;
    // The text of the error may hold the address, and that a key.
    const isKey = /written down|account/.test((error as Error).message);
    throw unfit(isKey ? 'it holds a key or an account' : 'it cannot be an origin', isKey);
  }
}

function unfit(why: string, isKey = false): EgdiError {
  return new EgdiError('address-unfit', `the address is not taken: ${why}`, {
    exitCode: EXIT.usage,
    ...(isKey
      ? { hint: 'declare an origin with { secret: NAME }, and set the key in EGDI_SOURCE_KEYS' }
      : {}),
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
