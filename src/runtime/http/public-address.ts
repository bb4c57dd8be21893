/**
 * Which network addresses are the public internet's. A declared host whose name leads to this machine or into the
 * network it stands in is refused: a name is in other hands. The address that was checked is the one that is connected
 * to, so a name that answers differently a moment later gains nothing. Imports nothing but its neighbours.
 */
import { promises as dns, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { HttpFault } from './http-fault.ts';

export interface AddressPolicy {
  /** All addresses of a host name. */
  lookup(host: string): Promise<readonly LookupAddress[]>;
  isAllowed(address: string): boolean;
}

const systemLookup = (host: string): Promise<LookupAddress[]> => dns.lookup(host, { all: true });

export const PUBLIC_ADDRESSES: AddressPolicy = { lookup: systemLookup, isAllowed: isPublicAddress };

/** For a mirror in one's own network, and for tests. */
export const ANY_ADDRESS: AddressPolicy = { lookup: systemLookup, isAllowed: () => true };

/** Leading octets and prefix length of what the registry of special-purpose IPv4 addresses does not give to the internet. */
const SPECIAL_V4: readonly (readonly [octets: readonly number[], prefix: number])[] = [
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24],
  [[192, 88, 99], 24],
  [[192, 168], 16],
  [[198, 18], 15],
  [[198, 51, 100], 24],
  [[203, 0, 113], 24],
  [[224], 4],
  [[240], 4],
];

const specialV4 = new BlockList();
for (const [octets, prefix] of SPECIAL_V4) {
  specialV4.addSubnet([...octets, 0, 0, 0].slice(0, 4).join('.'), prefix, 'ipv4');
}

// Of IPv6 only 2000::/3 is given out; in it lie protocol assignments, Teredo, 6to4 and documentation.
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');
const specialV6 = new BlockList();
specialV6.addSubnet('2001::', 23, 'ipv6');
specialV6.addSubnet('2001:db8::', 32, 'ipv6');
specialV6.addSubnet('2002::', 16, 'ipv6');
specialV6.addSubnet('3fff::', 20, 'ipv6');
// An IPv4 address in another dress: mapped, or translated by a network that speaks IPv6 only.
const embeddingV6 = new BlockList();
embeddingV6.addSubnet('::ffff:0:0', 96, 'ipv6');
embeddingV6.addSubnet('64:ff9b::', 96, 'ipv6');

/** Whether an IP address may belong to a public server. What is no IP address is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !specialV4.check(address, 'ipv4');
    case 6:
      break;
    default:
      return false;
  }
  // A zone (`%eth0`) is for addresses of one link only.
  if (address.includes('%')) return false;
  if (embeddingV6.check(address, 'ipv6')) return isPublicAddress(lastFourOctets(address));
  return globalV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
}

/** `::ffff:7f00:1` → `127.0.0.1`. */
function lastFourOctets(address: string): string {
  // The URL parser writes every form of an IPv6 address in the canonical one.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/**
 * The addresses of a host, when every one of them is allowed: of a mixed answer any could be taken.
 * Throws `HttpFault` address-private, or unreachable when the name has no address.
 */
export async function checkedAddresses(
  host: string,
  { lookup, isAllowed }: AddressPolicy,
): Promise<readonly LookupAddress[]> {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  const family = isIP(bare);
  const addresses = family === 0 ? await resolve(bare, lookup) : [{ address: bare, family }];
  const refused = addresses.find(({ address }) => !isAllowed(address));
  if (refused !== undefined) {
    const which = family === 0 ? `${bare} leads to ${refused.address}, which` : bare;
    throw new HttpFault('address-private', `${which} is not an address of the public internet`);
  }
  return addresses;
}

async function resolve(host: string, lookup: AddressPolicy['lookup']): Promise<readonly LookupAddress[]> {
  const addresses = await lookup(host).catch((error: NodeJS.ErrnoException) => {
    // EAI_AGAIN: the name server did not answer; ENOTFOUND is an answer, though often one of a network that is down.
    throw new HttpFault('unreachable', `the name ${host} has no address (${error.code ?? error.message})`, {
      isRetryable: true,
      cause: error,
    });
  });
  if (addresses.length > 0) return addresses;
  throw new HttpFault('unreachable', `the name ${host} has no address`, { isRetryable: true });
}

/** A look-up for Node that answers with addresses that were checked already, and asks nobody. */
export function pinnedLookup(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : (options.family ?? 0);
    const fitting = addresses.filter((one) => family === 0 || one.family === family);
    const [first] = fitting;
    if (first === undefined) {
      callback(Object.assign(new Error('no address of this family'), { code: 'ENOTFOUND' }), '', 0);
    } else if (options.all) callback(null, fitting);
    else callback(null, first.address, first.family);
  };
}
