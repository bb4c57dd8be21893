/** `egdi methods`: the registry of methods, one method, or what differs between two. Needs no warehouse. */
import { diffMethods } from '../../analysis/methods/method-diff.ts';
import { methodFacts } from '../../analysis/methods/method-facts.ts';
import { FURTHER_INDICES, findFurtherIndex } from '../../methodology/indices/further.ts';
import type { EditionMethod } from '../../methodology/method.ts';
import { METHODS } from '../../methodology/registry.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { IndexCode } from '../../model/survey.ts';
import { furtherIndexText, methodListText, methodText } from '../../report/methods.ts';
import { methodDiffJson, methodDiffText } from '../../report/methods-diff.ts';
import { methodsJson } from '../../report/methods-json.ts';
import { createPalette } from '../../report/text.ts';
import type { CommandFunction } from '../command.ts';
import { askedIndex } from '../index-argument.ts';
import { askedMethod } from '../method-argument.ts';

const DIFF_EXAMPLE = 'egdi methods --diff 2018 2020';

export const methods: CommandFunction = async (cli, { args, options }) => {
  const [asked, indexArgument] = args as readonly (string | undefined)[];
  const palette = createPalette(cli.color);
  const further = asked === undefined ? undefined : findFurtherIndex(asked);
  if (further !== undefined && indexArgument !== undefined) {
    throw usage(`${further.id} is declared without editions and parts`, `egdi methods ${further.id}`);
  }
  const index = indexOf(indexArgument, options.index as string | undefined);
  const compared = options.diff as readonly string[] | undefined;
  if (compared !== undefined) {
    const [before, after] = comparedMethods(asked, compared);
    const found = {
      before: before.edition,
      after: after.edition,
      index: index ?? null,
      differences: diffMethods(factsOf(before, index), factsOf(after, index)),
    };
    cli.print(cli.json ? methodDiffJson(found) : methodDiffText(found, palette));
    return EXIT.ok;
  }
  if (further !== undefined) {
    if (index !== undefined) throw usage(`${further.id} has no index ${index}`);
    cli.print(
      cli.json ? methodsJson({ methods: [], further: [further] }) : furtherIndexText(further, palette),
    );
    return EXIT.ok;
  }
  if (asked === undefined && index !== undefined) {
    throw usage('--index needs an edition', 'egdi methods 2018 TII');
  }
  if (asked === undefined) {
    const all = { methods: METHODS, further: FURTHER_INDICES };
    cli.print(cli.json ? methodsJson(all) : methodListText(METHODS, FURTHER_INDICES, palette));
    return EXIT.ok;
  }
  const method = askedMethod(asked);
  cli.print(
    cli.json ? methodsJson({ methods: [method], further: [], index }) : methodText(method, index, palette),
  );
  return EXIT.ok;
};

function indexOf(argument: string | undefined, option: string | undefined): IndexCode | undefined {
  const [first, second] = [argument, option].map((text) =>
    text === undefined ? undefined : askedIndex(text),
  );
  if (first !== undefined && second !== undefined && first !== second) {
    throw usage(`two indices are named: ${first} and ${second}`);
  }
  return first ?? second;
}

function comparedMethods(
  asked: string | undefined,
  compared: readonly string[],
): readonly [EditionMethod, EditionMethod] {
  const [before, after, ...more] = compared;
  if (asked !== undefined)
    throw usage(`--diff takes its own editions: ${asked} is one too many`, DIFF_EXAMPLE);
  if (before === undefined || after === undefined || more.length > 0) {
    throw usage(`--diff takes two editions, not ${compared.length}`, DIFF_EXAMPLE);
  }
  return [askedMethod(before), askedMethod(after)];
}

function factsOf(method: EditionMethod, index: IndexCode | undefined) {
  return methodFacts(method).filter(({ part }) => index === undefined || part === index);
}

function usage(message: string, hint?: string): EgdiError {
  return new EgdiError('usage', message, { exitCode: EXIT.usage, ...(hint && { hint }) });
}
