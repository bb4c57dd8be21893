/** `egdi serve`. */
import { EXIT } from '../../model/error.ts';
import type { CommandFunction } from '../command.ts';

export const serve: CommandFunction = async () => EXIT.ok;
