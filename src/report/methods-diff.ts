/** `egdi methods --diff`: what differs between the methods of two editions, in words and as JSON. */
import type { MethodDifference } from '../analysis/methods/method-diff.ts';
import type { Edition } from '../model/survey.ts';
import { EVIDENCE_WORDS } from './evidence-words.ts';
import { type LabelledLine, labelledLines } from './labelled.ts';
import { type Palette, plural } from './text.ts';

export interface MethodComparison {
  readonly before: Edition;
  readonly after: Edition;
  /** Of one index only; null: of all. */
  readonly index: string | null;
  readonly differences: readonly MethodDifference[];
}

export function methodDiffText(found: MethodComparison, palette: Palette): string {
  const { before, after, index, differences } = found;
  const of = index === null ? '' : ` of ${index}`;
  if (differences.length === 0)
    return palette.good(`The methods${of} of ${before} and ${after} are the same.`);
  const head = `Method${of} ${before} → ${after}: ${plural(differences.length, 'rule')} ${differences.length === 1 ? 'differs' : 'differ'}`;
  const parts = [...new Set(differences.map(({ part }) => part))];
  const sections = parts.map((part) => {
    const lines = differences.filter((one) => one.part === part).flatMap((one) => linesOf(one, palette));
    return [palette.bold(part), ...labelledLines(lines, palette)].join('\n');
  });
  return [palette.bold(head), ...sections].join('\n\n');
}

function linesOf(difference: MethodDifference, palette: Palette): LabelledLine[] {
  const basis = difference.basis.map(({ evidence, source }): LabelledLine => {
    return ['', `${EVIDENCE_WORDS[evidence]}: ${source}`, palette.dim];
  });
  return [[difference.name, changeText(difference)], ...basis];
}

/** `fixed_telephone removed`, `none → 120`. */
export function changeText({ before, after, removed, added }: MethodDifference): string {
  if (removed.length > 0 || added.length > 0) {
    return [
      ...(removed.length > 0 ? [`${removed.join(', ')} removed`] : []),
      ...(added.length > 0 ? [`${added.join(', ')} added`] : []),
    ].join('; ');
  }
  return `${valueText(before)} → ${valueText(after)}`;
}

function valueText(text: string | null | undefined): string {
  return text === undefined ? '(no such rule)' : (text ?? 'unknown');
}

/** Extended, never renamed. `before` and `after`: null is unknown; absent where the edition has no such rule. */
export function methodDiffJson({ before, after, index, differences }: MethodComparison): string {
  const shape = {
    schema: 'egdi-methods-diff/1',
    before,
    after,
    index,
    differences: differences.map((one) => ({ ...one, words: changeText(one) })),
  };
  return JSON.stringify(shape, null, 2);
}
