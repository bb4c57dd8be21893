/**
 * How values of the database become JavaScript values, the same for both drivers and set per client, never
 * globally. Owned by warehouse/; pure.
 *
 * bigint → number where it is safe, else the digits · numeric → the digits · date → 'YYYY-MM-DD' · timestamptz →
 * ISO text in UTC, microseconds kept · json → parsed · bytea → Uint8Array · arrays of these · anything else → text
 */

export type TypeParser = (text: string) => unknown;

const asText: TypeParser = (text) => text;

/** int8 as a number where that is exact; its digits elsewhere. */
export function parseBigint(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

const TIMESTAMPTZ = /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?([+-]\d\d(?::\d\d(?::\d\d)?)?)$/;

/** `2024-01-31 12:00:00.123456+00` → `2024-01-31T12:00:00.123456Z`; at least milliseconds, as Date writes them. */
export function parseTimestamptz(text: string): string {
  const match = TIMESTAMPTZ.exec(text);
  if (match === null) return text; // infinity, or a year before Christ
  const [, date, time, fraction = '', offset = ''] = match;
  const digits = fraction.padEnd(3, '0');
  if (/^[+-]00(:00)?$/.test(offset)) return `${date}T${time}.${digits}Z`;
  // The session runs in UTC; this is for a caller that has set another time zone.
  const instant = new Date(`${date}T${time}${offset.length === 3 ? `${offset}:00` : offset}`);
  return Number.isNaN(instant.getTime()) ? text : instant.toISOString().replace(/\d{3}Z$/, `${digits}Z`);
}

function parseBytea(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'));
}

/** An array literal such as `{a,"b c",NULL,{d}}`, elements read by `parse`. */
export function parseArray(text: string, parse: TypeParser): unknown[] {
  let at = text.indexOf('{'); // explicit bounds such as `[0:1]={…}` come before it
  const readElement = (): unknown => {
    if (text[at] === '{') return readArray();
    if (text[at] !== '"') {
      const start = at;
      while (at < text.length && text[at] !== ',' && text[at] !== '}') at += 1;
      const raw = text.slice(start, at);
      return raw === 'NULL' ? null : parse(raw);
    }
    let value = '';
    for (at += 1; at < text.length && text[at] !== '"'; at += 1) {
      if (text[at] === '\\') at += 1;
      value += text[at] ?? '';
    }
    at += 1;
    return parse(value);
  };
  const readArray = (): unknown[] => {
    const items: unknown[] = [];
    at += 1;
    while (at < text.length && text[at] !== '}') {
      items.push(readElement());
      if (text[at] === ',') at += 1;
    }
    at += 1;
    return items;
  };
  return readArray();
}

/** Element type, its array type, parser. The numbers are those of pg_type, fixed in every PostgreSQL. */
const TYPES: readonly (readonly [oid: number, arrayOid: number, parse: TypeParser])[] = [
  [16, 1000, (text) => text === 't'], // bool
  [17, 1001, parseBytea],
  [18, 1002, asText], // "char"
  [19, 1003, asText], // name
  [20, 1016, parseBigint],
  [21, 1005, Number], // int2
  [23, 1007, Number], // int4
  [25, 1009, asText], // text
  [26, 1028, Number], // oid
  [114, 199, JSON.parse],
  [700, 1021, Number], // float4
  [701, 1022, Number], // float8
  [1042, 1014, asText], // bpchar
  [1043, 1015, asText], // varchar
  [1082, 1182, asText], // date
  [1114, 1115, asText], // timestamp
  [1184, 1185, parseTimestamptz],
  [1186, 1187, asText], // interval
  [1700, 1231, asText], // numeric
  [2950, 2951, asText], // uuid
  [3802, 3807, JSON.parse], // jsonb
];

/** Type number → parser; a type that is not listed comes as text. */
export const TYPE_PARSERS: ReadonlyMap<number, TypeParser> = new Map(
  TYPES.flatMap(([oid, arrayOid, parse]): [number, TypeParser][] => [
    [oid, parse],
    [arrayOid, (text) => parseArray(text, parse)],
  ]),
);

export function typeParser(oid: number): TypeParser {
  return TYPE_PARSERS.get(oid) ?? asText;
}
