/**
 * What differs between two contracts, and whether it breaks those who rely on the older one. Owned by warehouse/;
 * pure. A reader breaks when something goes away, gets another name, type, order or key, or may suddenly be null.
 */
import type {
  Contract,
  ContractColumn,
  ContractForeignKey,
  ContractRelation,
  ContractSchema,
} from './reporting-contract.ts';
import { CONTRACT_SCHEMAS } from './reporting-contract.ts';

export interface ContractChange {
  /** `reporting.dim_country`, or a column of it: `reporting.dim_country.iso3`. */
  readonly object: string;
  readonly what:
    | 'relation'
    | 'kind'
    | 'column'
    | 'type'
    | 'nullable'
    | 'collation'
    | 'grain'
    | 'primary-key'
    | 'foreign-key'
    | 'index'
    | 'order'
    | 'comment';
  /** Null where it was not there before, or is not there any more. */
  readonly before: string | null;
  readonly after: string | null;
  readonly isBreaking: boolean;
}

export interface ContractComparison {
  /** A breaking change that comes with a raised version is `new-version`. */
  readonly verdict: 'equal' | 'additive' | 'new-version' | 'breaking';
  readonly changes: readonly ContractChange[];
  /** Why it is breaking, one sentence for each change that is. */
  readonly reasons: readonly string[];
}

export function compareContracts(old: Contract, next: Contract): ContractComparison {
  const changes = CONTRACT_SCHEMAS.flatMap((schema) =>
    pairs(old.schemas[schema], next.schemas[schema]).flatMap(([name, before, after]) =>
      relationChanges(schema, name, before, after),
    ),
  );
  const reasons = changes.filter((change) => change.isBreaking).map(contractChangeText);
  if (next.version < old.version) reasons.push(`the version went from ${old.version} to ${next.version}`);
  return { verdict: verdictOf(old, next, changes, reasons), changes, reasons };
}

function verdictOf(
  old: Contract,
  next: Contract,
  changes: readonly ContractChange[],
  reasons: readonly string[],
): ContractComparison['verdict'] {
  if (next.version > old.version) return 'new-version';
  if (reasons.length > 0) return 'breaking';
  return changes.length > 0 ? 'additive' : 'equal';
}

/** `reporting.dim_country.iso3: type text → integer`. */
export function contractChangeText({ object, what, before, after }: ContractChange): string {
  if (what === 'relation' || what === 'column') {
    return before === null ? `${object}: is new` : `${object}: is missing`;
  }
  return `${object}: ${what.replace('-', ' ')} ${before ?? 'none'} → ${after ?? 'none'}`;
}

function relationChanges(
  schema: ContractSchema,
  name: string,
  old: ContractRelation | undefined,
  next: ContractRelation | undefined,
): ContractChange[] {
  const object = `${schema}.${name}`;
  if (old === undefined || next === undefined) return [presence(object, 'relation', old, next)];
  const change = differenceIn(object);
  return [
    // A view that becomes a table keeps every promise; a table that becomes a view loses its keys.
    ...change('kind', old.kind, next.kind, old.kind === 'table'),
    ...change('grain', listed(old.grain), listed(next.grain), old.grain.length > 0),
    ...change('primary-key', listed(old.primaryKey), listed(next.primaryKey), true),
    ...sets('foreign-key', old.foreignKeys?.map(foreignKeyText), next.foreignKeys?.map(foreignKeyText), true),
    ...sets('index', old.indexes?.map(listed), next.indexes?.map(listed), false),
    ...change('comment', old.comment, next.comment, false),
    ...columnChanges(object, old.columns, next.columns),
  ];

  function sets(
    what: ContractChange['what'],
    before: readonly (string | null)[] = [],
    after: readonly (string | null)[] = [],
    breaksWhenGone: boolean,
  ): ContractChange[] {
    return [
      ...before
        .filter((one) => !after.includes(one))
        .flatMap((one) => change(what, one, null, breaksWhenGone)),
      ...after.filter((one) => !before.includes(one)).flatMap((one) => change(what, null, one, false)),
    ];
  }
}

function columnChanges(
  object: string,
  old: readonly ContractColumn[],
  next: readonly ContractColumn[],
): ContractChange[] {
  const changes = pairs(byName(old), byName(next)).flatMap(([name, before, after]) => {
    const column = `${object}.${name}`;
    if (before === undefined || after === undefined) return [presence(column, 'column', before, after)];
    const change = differenceIn(column);
    return [
      ...change('type', before.type, after.type, true),
      // To promise more is no breach: what was never null may be relied on, what was null sometimes may not.
      ...change('nullable', yesNo(before.nullable), yesNo(after.nullable), after.nullable === true),
      ...change('collation', before.collation ?? null, after.collation ?? null, true),
      ...change('comment', before.comment, after.comment, false),
    ];
  });
  const kept = new Set(next.map(({ name }) => name));
  const before = old.filter(({ name }) => kept.has(name)).map(({ name }) => name);
  const after = next.slice(0, before.length).map(({ name }) => name);
  return [...changes, ...differenceIn(object)('order', listed(before), listed(after), true)];
}

function differenceIn(object: string) {
  return (
    what: ContractChange['what'],
    before: string | null,
    after: string | null,
    isBreaking: boolean,
  ): ContractChange[] => (before === after ? [] : [{ object, what, before, after, isBreaking }]);
}

function presence(object: string, what: 'relation' | 'column', old: unknown, next: unknown): ContractChange {
  const before = old === undefined ? null : 'present';
  const after = next === undefined ? null : 'present';
  return { object, what, before, after, isBreaking: after === null };
}

function foreignKeyText({ columns, refersTo }: ContractForeignKey): string {
  return `(${columns.join(', ')}) → ${refersTo.table} (${refersTo.columns.join(', ')})`;
}

function listed(names: readonly string[] | undefined): string | null {
  return names === undefined || names.length === 0 ? null : names.join(', ');
}

function yesNo(value: boolean | undefined): string | null {
  return value === undefined ? null : value ? 'yes' : 'no';
}

function byName(columns: readonly ContractColumn[]): Record<string, ContractColumn> {
  return Object.fromEntries(columns.map((column) => [column.name, column]));
}

/** Every name of either side, in order, with what each side has under it. */
function pairs<T>(
  old: Readonly<Record<string, T>>,
  next: Readonly<Record<string, T>>,
): [string, T | undefined, T | undefined][] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])].sort();
  return names.map((name) => [name, old[name], next[name]]);
}
