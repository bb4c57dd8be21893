/** What the values of a column are to a file format, by their PostgreSQL type. Pure. */

export type ColumnKind =
  | 'integer'
  | 'bigint'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'date'
  | 'instant'
  | 'bytes'
  | 'text';

export interface ExportColumn {
  readonly name: string;
  /** As PostgreSQL writes it. */
  readonly type: string;
  readonly kind: ColumnKind;
  /** Of a decimal that is declared with them; null otherwise. */
  readonly precision: number | null;
  readonly scale: number | null;
}

const KINDS: ReadonlyMap<string, ColumnKind> = new Map([
  ['smallint', 'integer'],
  ['integer', 'integer'],
  ['bigint', 'bigint'],
  ['numeric', 'decimal'],
  ['real', 'float'],
  ['double precision', 'float'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['timestamp with time zone', 'instant'],
  ['bytea', 'bytes'],
]);

/** A type that no format knows is text, as the database writes it. */
export function exportColumn({ name, type }: { readonly name: string; readonly type: string }): ExportColumn {
  const [, base = type, precision, scale] = /^(\w[\w ]*?)(?:\((\d+)(?:,(-?\d+))?\))?$/.exec(type) ?? [];
  const kind = KINDS.get(base) ?? 'text';
  const isDeclared = kind === 'decimal' && precision !== undefined;
  return {
    name,
    type,
    kind,
    precision: isDeclared ? Number(precision) : null,
    scale: isDeclared ? Number(scale ?? 0) : null,
  };
}

/** A value as text: what is no text itself as JSON, bytes as PostgreSQL writes them. */
export function valueText(value: unknown): string {
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
