/** Where the sources are fetched from. Nothing that ships with the program needs any of them to be reachable. */
import { INTERNATIONAL } from './international.ts';
import { KAZAKHSTAN } from './kazakhstan.ts';
import { NEIGHBOURS } from './neighbours.ts';

export const PUBLIC_ORIGINS = [...INTERNATIONAL, ...KAZAKHSTAN, ...NEIGHBOURS];
