/** Labels → codes, by the dictionary of a declaration or one of the program: regions, indicators. Nothing is guessed. */
import { EgdiError, EXIT } from '../../model/error.ts';
import { nearestNames } from '../../runtime/nearest-name.ts';
import { foldText } from './clean-text.ts';
import { patternOf } from './table-declaration.ts';

export interface LabelDictionary {
  /** The code of a clean label; undefined where it is not known. */
  codeOf(label: string): string | undefined;
  /** Labels that may have been meant. */
  nearest(label: string): readonly string[];
  /** Why a label is not known, where more can be said than that. */
  whyUnknown?(label: string): string | undefined;
}

/** Dictionaries that declarations may name. */
export type NamedDictionaries = ReadonlyMap<string, LabelDictionary>;

/** @throws EgdiError `dictionary-unknown` (exit 2) for a name that is not given */
export function openDictionary(
  declared: string | Readonly<Record<string, string>> | undefined,
  named: NamedDictionaries,
): LabelDictionary | undefined {
  if (declared === undefined) return undefined;
  if (typeof declared !== 'string') return dictionaryOf(declared);
  const found = named.get(declared);
  if (found) return found;
  const known = [...named.keys()].join(', ') || 'none';
  throw new EgdiError('dictionary-unknown', `there is no dictionary “${declared}”`, {
    exitCode: EXIT.usage,
    hint: `known: ${known}; or declare the labels themselves`,
  });
}

export function dictionaryOf(labels: Readonly<Record<string, string>>): LabelDictionary {
  const exact = new Map<string, string>();
  const rules: { readonly pattern: RegExp; readonly code: string }[] = [];
  for (const [label, code] of Object.entries(labels)) {
    const rule = /^\/(.+)\/$/su.exec(label);
    if (rule) rules.push({ pattern: patternOf(rule[1] ?? ''), code });
    else exact.set(foldText(label), code);
  }
  const plain = Object.keys(labels).filter((label) => !label.startsWith('/'));
  return {
    codeOf: (label) => exact.get(foldText(label)) ?? rules.find(({ pattern }) => pattern.test(label))?.code,
    nearest: (label) => nearestNames(label, plain, 3),
  };
}
