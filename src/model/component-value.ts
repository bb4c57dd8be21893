/** One value of one component of a sub-index, as a person brings it for a computation: it is never loaded. */
import type { Edition } from './survey.ts';

export interface ComponentValue {
  readonly edition: Edition;
  readonly iso3: string;
  /** Id of the registry: `internet_users`. */
  readonly component: string;
  /** In the unit that the registry declares; null: not available. */
  readonly value: number | null;
}
