/** What the options of `egdi run` mean for each of the pipelines that are named, and which of them do not fit. */
import { join } from 'node:path';
import { EgdiError, EXIT } from '../model/error.ts';
import type { CommandInput } from './command.ts';
import type { CliContext } from './context.ts';
import type { KnownPipeline } from './pipelines.ts';

export type Options = CommandInput['options'];

const NOT_PLANNED = 'its tables are not planned';
const NO_EDITIONS = 'it has no editions';
const NO_INDICATORS = 'its files say what they hold';

/** Options that do not fit a kind of pipeline, and why. */
const UNFIT: Readonly<Record<KnownPipeline['kind'], Readonly<Record<string, string>>>> = {
  survey: {
    series: NO_INDICATORS,
    publishedOn: 'its editions are dated by declaration',
    table: 'its layouts are declared with it',
    acceptFewer: 'its editions hold all member states',
  },
  indicators: { declare: NO_EDITIONS, plan: NOT_PLANNED, table: 'its layouts are declared with it' },
  national: {
    plan: NOT_PLANNED,
    publishedOn: 'its series have no vintages',
  },
};

/** Options that are about the files or the release of one pipeline. */
const OF_ONE: Readonly<Record<string, string>> = {
  declare: 'it is about one pipeline',
  plan: 'a plan is of one pipeline',
  series: 'it is about one pipeline',
  publishedOn: 'it is about one pipeline',
  table: 'it is about one pipeline',
  publish: 'each would leave a candidate over the same release, and only one of them could be published',
};

/** Where an option belongs. */
const INSTEAD: Readonly<Record<string, string>> = {
  series: 'egdi run international --input FILE --series itu:i911',
  publishedOn: 'egdi run international --input FILE --published-on 2019-06-30',
  table: 'egdi run national --table my.table.json --input FILE',
};

/** @throws EgdiError `usage` (exit 2) that names the option and the pipeline it does not fit */
export function checkRunOptions(pipelines: readonly KnownPipeline[], options: Options): void {
  if (pipelines.length > 1) {
    for (const [name, reason] of Object.entries(OF_ONE)) {
      if (!isGiven(options, name)) continue;
      throw new EgdiError('usage', `${flagOf(name)} does not fit several pipelines: ${reason}`, {
        exitCode: EXIT.usage,
        hint: 'name one pipeline',
      });
    }
  }
  for (const { kind, pipeline } of pipelines) {
    for (const [name, reason] of Object.entries(UNFIT[kind])) {
      if (!isGiven(options, name)) continue;
      const hint = INSTEAD[name];
      throw new EgdiError(
        'usage',
        `${flagOf(name)} does not fit the pipeline “${pipeline.name}”: ${reason}`,
        {
          exitCode: EXIT.usage,
          ...(hint === undefined ? {} : { hint }),
        },
      );
    }
  }
}

/**
 * Files and folders of each pipeline, by its name: what ships with the program, or what `--input` says. Of several
 * pipelines each has to be named with its path: `--input national=downloads/national`.
 */
export function inputsOf(
  cli: Pick<CliContext, 'root'>,
  pipelines: readonly KnownPipeline[],
  given: readonly string[] | undefined,
): ReadonlyMap<string, readonly string[]> {
  const [only] = pipelines;
  if (pipelines.length === 1 && only !== undefined && given !== undefined) {
    return new Map([[only.pipeline.name, given]]);
  }
  const named = new Map<string, string[]>();
  const names = pipelines.map(({ pipeline }) => pipeline.name);
  for (const text of given ?? []) {
    const name = names.find((one) => text.startsWith(`${one}=`));
    if (name === undefined) {
      throw new EgdiError('usage', `--input ${text}: of which of the pipelines is it?`, {
        exitCode: EXIT.usage,
        hint: `say it: --input ${names.at(-1)}=${text}`,
      });
    }
    named.set(name, [...(named.get(name) ?? []), text.slice(name.length + 1)]);
  }
  return new Map(
    pipelines.map(({ pipeline: { name, defaultInput } }) => [
      name,
      named.get(name) ?? [join(cli.root, defaultInput)],
    ]),
  );
}

/** Commander gives `--no-publish` as `publish: false`. */
function isGiven(options: Options, name: string): boolean {
  return name === 'publish'
    ? options.publish === false
    : options[name] !== undefined && options[name] !== false;
}

function flagOf(name: string): string {
  if (name === 'publish') return '--no-publish';
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
