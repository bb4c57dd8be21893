/**
 * A series that would be published over a fuller one: a download of some countries or years looks like any other, and
 * would take the rest from everybody. Pure.
 */
import { type Issue, issue } from '../../model/issue.ts';
import type { LostValues } from '../../warehouse/versions/lost-values.ts';

/** The share of its figures that a series may lose to the next vintage: publishers do withdraw some. */
const MAX_LOST_SHARE = 0.1;
const NAMED = 3;

/** Whether a series loses so much that it is not taken for a revision. */
export function isLoss({ values, lost, lastPeriod, newLastPeriod }: LostValues): boolean {
  return lost > MAX_LOST_SHARE * values || newLastPeriod < lastPeriod;
}

/**
 * One finding about the series of a file: `series-shrinks` (error) where some lose too much, `values-lost` (warning)
 * where that is accepted, or where it is a revision; undefined where nothing is lost.
 */
export function lossIssue(
  losses: readonly LostValues[],
  { isAccepted, ...place }: { readonly isAccepted: boolean; readonly file: string; readonly sha256: string },
): Issue | undefined {
  if (losses.length === 0) return undefined;
  const large = losses.filter(isLoss);
  if (large.length === 0 || isAccepted) {
    return issue('values-lost', `${seriesOf(losses)}: they are not published any more`, place);
  }
  const hint =
    'a download of some countries or years? load it whole; --accept-fewer publishes it as it is, over the fuller one';
  return issue('series-shrinks', `${seriesOf(large)}: they stay published`, { ...place, hint });
}

function seriesOf(losses: readonly LostValues[]): string {
  const shown = losses
    .toSorted((a, b) => b.lost / b.values - a.lost / a.values || (a.code < b.code ? -1 : 1))
    .slice(0, NAMED)
    .map(told);
  const more = losses.length > NAMED ? `; and ${losses.length - NAMED} more series` : '';
  return `lacks figures that are published, ${shown.join('; ')}${more}`;
}

function told({ code, values, lost, places, lostPlaces, lastPeriod, newLastPeriod }: LostValues): string {
  const parts = [`${lost} of ${values} of ${code}`];
  if (lostPlaces > 0) parts.push(`none left of ${lostPlaces} of ${places} places`);
  if (newLastPeriod < lastPeriod) parts.push(`none after ${newLastPeriod}`);
  return parts.join(', ');
}
