/** What a backfill is asked to do besides what a run is. */
import type { Edition } from '../../model/survey.ts';
import type { RunRequest } from '../run/run-request.ts';

export interface AskedEditions {
  /** The first known one unless given. */
  readonly from?: Edition | undefined;
  /** The last known one unless given. */
  readonly to?: Edition | undefined;
}

export interface BackfillRequest extends RunRequest {
  readonly asked: AskedEditions;
  /** Begins anew even where an unfinished backfill could be taken up. */
  readonly restart: boolean;
}
