/** Commands that put published figures on the composite engine: methods, changes, uncertainty, targets, peers. */
import type { CommandDefinition } from '../command.ts';

export const ANALYSIS: readonly CommandDefinition[] = [];
