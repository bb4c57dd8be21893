/** `egdi doctor`. */
import { EXIT } from '../../model/error.ts';
import type { CommandFunction } from '../command.ts';

export const doctor: CommandFunction = async () => EXIT.ok;
