/** The last edition that the registry of methods knows, for questions that name none. */
import { METHODS } from '../methodology/registry.ts';

export const LATEST_EDITION: number = Math.max(...METHODS.map(({ edition }) => edition));
