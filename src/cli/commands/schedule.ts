/** `egdi schedule`. */
import { EXIT } from '../../model/error.ts';
import type { CommandFunction } from '../command.ts';

export const schedule: CommandFunction = async () => EXIT.ok;
