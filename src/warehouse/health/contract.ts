/** Whether the database still has the shape that readers were promised. Owned by warehouse/. */
import type { Session } from '../connection/session.ts';
import { type ContractChange, compareContracts, contractChangeText } from '../queries/contract-changes.ts';
import {
  type Contract,
  type ContractRelation,
  loadContract,
  readContract,
} from '../queries/reporting-contract.ts';
import type { SqlFolder } from '../schema/sql-files.ts';
import { type Check, failed, firstOf, passed, warned } from './check.ts';

/** Compares the catalogue with the manifest of this program. */
export async function checkContract(session: Session, sqlFolder: SqlFolder): Promise<Check> {
  const manifest = await loadContract(sqlFolder);
  const live = await readContract(session);
  const changes = compareContracts(manifest, live).changes.filter(isDrift);
  if (changes.length === 0) {
    return passed('database', 'contract', `reporting and history are those of version ${manifest.version}`);
  }
  const message = firstOf(changes.map(contractChangeText));
  const fix = firstOf(changes.map((change) => remedyFor(change, manifest)));
  // What only lacks words, or stands beside, harms neither readers nor the next publication.
  return changes.every(isHarmless)
    ? warned('database', 'contract', message, fix)
    : failed('database', 'contract', message, fix);
}

/** A further index is tuning; the grain follows from the key or the comment, which is named already. */
function isDrift({ what, before }: ContractChange): boolean {
  return what === 'index' ? before !== null : what !== 'grain';
}

function isHarmless({ what, before }: ContractChange): boolean {
  if (what === 'comment' || what === 'index') return true;
  return before === null && (what === 'relation' || what === 'foreign-key');
}

/** The statement that undoes a change, where one statement can. */
function remedyFor(change: ContractChange, manifest: Contract): string {
  const { object, what, before, after } = change;
  const [schema = '', relation = '', column] = object.split('.');
  const table = `${schema}.${relation}`;
  const meant = relationAt(manifest, object);
  const kind = meant?.kind ?? 'table';
  if (before === null && what === 'relation') return `move ${table} to a schema of your own, or drop it`;
  if (what === 'comment') {
    const target = column === undefined ? `${kind} ${table}` : `column ${object}`;
    return `comment on ${target} is ${literal(before)}`;
  }
  if (kind === 'view' || what === 'relation' || what === 'kind' || what === 'order') {
    return `restore ${table} from a backup, or load a new database: egdi migrate, then egdi run`;
  }
  const promised = meant?.columns.find(({ name }) => name === column);
  const alter = `alter table ${table}`;
  if (what === 'column') {
    return before === null
      ? `${alter} drop column ${column}`
      : `${alter} add column ${column} ${promised?.type}, then egdi doctor --refill`;
  }
  if (what === 'type' || what === 'collation') {
    const collate = promised?.collation === undefined ? '' : ` collate "${promised.collation}"`;
    return `${alter} alter column ${column} type ${promised?.type}${collate} using ${column}::${promised?.type}`;
  }
  if (what === 'nullable')
    return `${alter} alter column ${column} ${before === 'no' ? 'set' : 'drop'} not null`;
  if (what === 'index') return `create index on ${table} (${before})`;
  if (what === 'primary-key') return `${alter} add primary key (${before})`;
  if (before === null) return `drop the foreign key ${after} of ${table}`;
  const references = before.replace(' → ', ` references ${schema}.`);
  return `${alter} add foreign key ${references} deferrable initially deferred`;
}

function relationAt(contract: Contract, object: string): ContractRelation | undefined {
  const [schema, relation = ''] = object.split('.');
  return schema === 'reporting' || schema === 'history' ? contract.schemas[schema][relation] : undefined;
}

function literal(text: string | null): string {
  return text === null ? 'null' : `'${text.replaceAll("'", "''")}'`;
}
