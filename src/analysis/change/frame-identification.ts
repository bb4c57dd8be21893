/**
 * Whether the share of *frame* (minima, maxima, means and deviations, which other countries move) and of *method* (what a
 * sub-index is made of) in the change of a country's sub-index can be told from what is published. Where it cannot, it is
 * contained in the own part and named so; it is never shown as zero.
 */

import type { EditionMethod, IndexMethod } from '../../methodology/method.ts';
import { nodesOf } from '../../methodology/nodes.ts';
import type { IndexCode } from '../../model/survey.ts';
import { breaksBetween } from './comparability.ts';
import type { FrameSplit } from './frame-split.ts';

export interface FrameIdentification {
  /** `identified`: by raw components of both editions. `none`: the sub-index has no frame and one method in both editions, so that its change is the country's own. */
  readonly status: 'none' | 'not_identified' | 'identified';
  readonly reason: string;
  /** Where raw components of both editions identify it. */
  readonly split?: FrameSplit;
}

export function identifyFrame(
  index: IndexCode,
  before: EditionMethod,
  after: EditionMethod,
): FrameIdentification {
  const breaks = breaksBetween(before.edition, after.edition, [index]).map(
    ({ edition, what }) => `${edition}: ${what}`,
  );
  const [from, to] = [before.indices[index], after.indices[index]];
  if (from.lattice !== null || to.lattice !== null || index === 'OSI' || index === 'EPI') {
    return notIdentified(index, [
      `each edition asks another questionnaire, so that points are not comparable${pointsText(from, to)}`,
      ...breaks,
    ]);
  }
  if (breaks.length > 0) return notIdentified(index, [`what it is made of changed (${breaks.join('; ')})`]);
  if (hasNoFrame(from) && hasNoFrame(to)) {
    return {
      status: 'none',
      reason: `${index} is ${from.construction.value} in both editions: no other country enters it`,
    };
  }
  return notIdentified(index, [
    'it is measured between values of other countries of the same edition, which published data does not give',
  ]);
}

function notIdentified(index: IndexCode, reasons: readonly string[]): FrameIdentification {
  return { status: 'not_identified', reason: `${index}: ${reasons.join('; ')}` };
}

/** No value of another country enters: every step is known, and none normalises. */
function hasNoFrame({ tree }: IndexMethod): boolean {
  return (
    tree !== null &&
    nodesOf(tree).every(({ steps }) => steps.value?.every(({ kind }) => kind === 'divide' || kind === 'cap'))
  );
}

function pointsText(from: IndexMethod, to: IndexMethod): string {
  if (from.lattice === null || to.lattice === null) return '';
  const range = ({ lattice }: IndexMethod) => lattice?.value.range.num;
  return ` (range of points ${range(from)} and ${range(to)})`;
}
