/** What `egdi publish` and `egdi rollback` say. */
import type { PublicationMove } from '../pipeline/move-publication.ts';
import { auditLines } from './findings.ts';
import { wrapText } from './labelled.ts';
import { type Palette, plural } from './text.ts';

const WIDTH = 100;

export function publicationText(move: PublicationMove, palette: Palette): string {
  const { kind, outcome, releaseNo, previousReleaseNo, editions, withdrawn, audits, message, actor, reason } =
    move;
  if (outcome === 'already-published')
    return `Release ${releaseNo} is published already. Nothing was written.`;
  const found = auditLines(audits, palette);
  if (outcome === 'refused') {
    const refused = `${palette.bad(`Release ${releaseNo} was not published`)}: ${message}. Readers see what they saw before.`;
    return [...found, refused].join('\n\n');
  }
  const before = previousReleaseNo === null ? '' : `, release ${previousReleaseNo} no more`;
  const what = kind === 'rollback' ? 'Rolled back' : 'Published';
  const replaced =
    editions.length === 0
      ? 'no scores were replaced'
      : `scores of ${plural(editions.length, 'edition')} replaced`;
  const head = `${palette.good(`${what}: release ${releaseNo} is published`)}${before}; ${replaced}, ${audits.length} audits passed.`;
  const why = `By ${actor}: ${reason}`;
  const taken =
    withdrawn.length === 0
      ? []
      : wrapText(
          `Taken back: ${withdrawn.join(', ')}. A run that brings these again leaves a candidate for egdi publish and does not publish it.`,
          WIDTH,
        );
  const undo =
    kind === 'rollback' && previousReleaseNo !== null
      ? [
          palette.dim(
            `What differs: egdi diff ${previousReleaseNo} ${releaseNo}. To undo it: egdi rollback --to ${previousReleaseNo} --reason …`,
          ),
        ]
      : [];
  return [...found, [head, why, ...taken, ...undo].join('\n')].join('\n\n');
}
