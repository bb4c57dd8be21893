/** What `egdi migrate` says. */
import type { MigrationName, SchemaState } from '../warehouse/schema/schema-care.ts';
import { type Palette, plural } from './text.ts';

export interface MigrationResult {
  readonly applied: readonly MigrationName[];
  /** Roles that exist, and so have their rights. */
  readonly roles: readonly string[];
}

export function migrationSummary({ applied, roles }: MigrationResult, palette: Palette): string {
  const done =
    applied.length === 0
      ? `${palette.good('Up to date')}: no migration was pending.`
      : [palette.good(`Applied ${plural(applied.length, 'migration')}:`), ...applied.map(line)].join('\n');
  const granted =
    roles.length === 0
      ? palette.dim('No roles: egdi migrate --roles creates egdi_loader and egdi_reader.')
      : `Rights granted to ${roles.join(' and ')}.`;
  return `${done}\n${granted}`;
}

export function schemaStateSummary({ applied, pending, problems }: SchemaState, palette: Palette): string {
  const parts = [`${plural(applied.length, 'migration')} applied, ${pending.length} pending.`];
  if (problems.length > 0) {
    const found = problems.map(({ message }) => `  ${message}`);
    parts.push(palette.bad(`${plural(problems.length, 'problem')}:`), ...found);
  }
  if (pending.length > 0) parts.push(palette.warn('Pending:'), ...pending.map(line));
  if (pending.length > 0 && problems.length === 0) parts.push('Apply them with: egdi migrate');
  return parts.join('\n');
}

export function rebuildSummary(movedTo: string | null, dataDir: string): string {
  return movedTo === null
    ? `There is no database in ${dataDir}; egdi run creates one.`
    : [
        `The database was moved aside: ${movedTo}`,
        'Load a new one with: egdi run',
        'Snapshots of the source files stay where they are. What was loaded from other files (--input, backfill)',
        'is to be loaded again. Remove the old database when it is not needed any more.',
      ].join('\n');
}

function line({ version, name }: MigrationName): string {
  return `  ${String(version).padStart(4, '0')} ${name.replaceAll('_', ' ')}`;
}
