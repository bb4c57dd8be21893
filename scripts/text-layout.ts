/** Delimited text as publishers serve it: their quotes, line ends, marks and encodings. */

/** A field as it goes into the file. */
export type Field = string | number | null;

const NEEDS_QUOTES = /[",\r\n]/;

export function quoted(field: Field): string {
  return `"${String(field ?? '').replaceAll('"', '""')}"`;
}

/** Quotes only where the text needs them. */
export function plain(field: Field): string {
  const text = String(field ?? '');
  return NEEDS_QUOTES.test(text) ? quoted(text) : text;
}

/** Texts in quotes, numbers and blanks without. */
export function quotedTexts(field: Field): string {
  return typeof field === 'string' && field !== '' ? quoted(field) : String(field ?? '');
}

export function lines(
  rows: readonly (readonly Field[])[],
  lineEnd: '\n' | '\r\n',
  write: (field: Field) => string = plain,
): string {
  return rows.map((row) => `${row.map(write).join(',')}${lineEnd}`).join('');
}

/** The bytes of a text in an encoding of one byte per character. Throws where it has no such character. */
export function encoded(text: string, encoding: 'windows-1252' | 'macintosh'): Buffer {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const characters = [...new TextDecoder(encoding).decode(bytes)];
  const byteOf = new Map(characters.map((character, byte) => [character, byte]));
  return Buffer.from(
    [...text].map((character) => {
      const byte = byteOf.get(character);
      if (byte === undefined) throw new Error(`${encoding} has no ${character}`);
      return byte;
    }),
  );
}
