/** All commands, in the order of `egdi --help`. Each is loaded when it is called. */
import type { CommandDefinition, CommandGroup } from './command.ts';
import { ANALYSIS } from './definitions/analysis.ts';
import { CARE } from './definitions/care.ts';
import { LOADING } from './definitions/loading.ts';
import { QUARANTINE } from './definitions/quarantine.ts';
import { READING } from './definitions/reading.ts';
import { RELEASES } from './definitions/releases.ts';

export const COMMANDS: readonly (CommandDefinition | CommandGroup)[] = [
  ...LOADING,
  ...RELEASES,
  ...QUARANTINE,
  ...READING,
  ...ANALYSIS,
  ...CARE,
];
