/** Units as they are printed: in a title, a header, a row of their own, behind a label or in brackets at its end. */
import { agreedMeaning } from '../../model/bilingual.ts';
import { cleanText, foldText } from './clean-text.ts';

export interface UnitNames {
  /** Code of a text that is a unit and nothing else, brackets allowed. */
  whole(text: string): string | undefined;
  /** Code of the unit that a longer text ends with. */
  within(text: string): string | undefined;
}

export function unitNames(names: Readonly<Record<string, string>>): UnitNames {
  const byFold = new Map(Object.entries(names).map(([printed, code]) => [unitFold(printed), code]));
  const codeOf = (text: string): string | undefined =>
    byFold.get(unitFold(text)) ?? byFold.get(unitFold(unbracketed(cleanText(text))));
  const whole = (text: string): string | undefined =>
    codeOf(text) ?? agreedMeaning(unbracketed(cleanText(text)), codeOf, (code) => code);
  return {
    whole,
    within(text) {
      for (const tail of tailsOf(cleanText(text))) {
        const code = whole(tail);
        if (code !== undefined) return code;
      }
      return undefined;
    },
  };
}

/** What may be a unit at the end of a label, the longest first: the label, its brackets, what follows a comma. */
export function tailsOf(text: string): string[] {
  const tails = [text];
  const bracket = /[([]([^()[\]]*)[)\]]\s*$/u.exec(text);
  if (bracket) tails.push(bracket[1] ?? '');
  for (let at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) {
    // Not the comma of `0,5`.
    if (!/\d,\d/u.test(text.slice(Math.max(0, at - 1), at + 2))) tails.push(text.slice(at + 1));
  }
  return tails;
}

/** `%-бен`, `% ` and `млн. теңге` need their signs told apart as little as their spaces. */
function unitFold(text: string): string {
  return foldText(text) || text.trim();
}

function unbracketed(text: string): string {
  return /^[([](.*)[)\]]$/su.exec(text)?.[1] ?? text;
}
