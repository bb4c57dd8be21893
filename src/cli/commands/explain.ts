/** `egdi explain`: a number back to its formula, inputs and cells, or to its cell; or why it changed between two editions. */
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { IndexCode } from '../../model/survey.ts';
import { askedCountry } from '../../reference/country-query.ts';
import type { CommandFunction, CommandInput } from '../command.ts';
import type { CliContext } from '../context.ts';
import { askedEdition, looksLikeEdition } from '../edition-argument.ts';
import { explainObservation, isIndicatorCode } from '../explain-observation.ts';
import { askedIndex } from '../index-argument.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

export const explain: CommandFunction = async (cli, { args, options }) => {
  const [country = '', editionText = '', third] = args as readonly (string | undefined)[];
  if (isIndicatorCode(editionText)) {
    refuseOptions(options, 'is not about an observation of an indicator');
    return explainObservation(cli, country, editionText, third);
  }
  const indexCode = indexOf(third, options.index as string | undefined);
  const edition = askedEdition(editionText, 'egdi explain KAZ 2018 EGDI');
  if (third !== undefined && looksLikeEdition(third)) {
    return explainTheChange(cli, country, [edition, Number(third)], {
      index: indexCode,
      geometric: options.geometric === true,
      componentFile: options.components as string | undefined,
    });
  }
  const unused = ['geometric', 'components'].find((name) => options[name] !== undefined);
  if (unused !== undefined) {
    throw new EgdiError('usage', `--${unused} is about a change, which takes two editions`, {
      exitCode: EXIT.usage,
      hint: `name the second one: egdi explain ${country} ${edition} 2024 --${unused}`,
    });
  }
  const [{ explanationJson, explanationText }, { createPalette }, { explainFigure }] = await Promise.all([
    import('../../report/explanation.ts'),
    import('../../report/text.ts'),
    import('../../warehouse/queries/figure-explanation.ts'),
  ]);
  const iso3 = askedCountry(country, edition, unSurvey);
  const explanation = await withReadableWarehouse(cli, 'explain', (warehouse) =>
    warehouse.withTransaction((session) => explainFigure(session, { iso3, edition, indexCode }), {
      readOnly: true,
    }),
  );
  cli.print(cli.json ? explanationJson(explanation) : explanationText(explanation, createPalette(cli.color)));
  return EXIT.ok;
};

async function explainTheChange(
  cli: CliContext,
  country: string,
  [from, to]: readonly [number, number],
  question: {
    readonly index: IndexCode;
    readonly geometric: boolean;
    readonly componentFile: string | undefined;
  },
): Promise<number> {
  if (from === to) {
    throw new EgdiError('editions-equal', `${from} and ${to} are one edition: nothing changed`, {
      exitCode: EXIT.usage,
      hint: 'name two editions: egdi explain KAZ 2016 2018',
    });
  }
  const [{ explainChange }, { changeJson }, { changeText }, { createPalette }] = await Promise.all([
    import('../../analysis/change/rank-change.ts'),
    import('../../report/change-explanation-json.ts'),
    import('../../report/change-explanation.ts'),
    import('../../report/text.ts'),
  ]);
  const [{ readEditionsWithMethods }, { readComponents }] = await Promise.all([
    import('../editions-with-methods.ts'),
    import('../component-file.ts'),
  ]);
  const iso3 = askedCountry(country, Math.max(from, to), unSurvey);
  const { index, geometric, componentFile } = question;
  const components = componentFile === undefined ? [] : await readComponents(cli, componentFile);
  const [before, after] = await readEditionsWithMethods(cli, 'explain', [from, to]);
  const change = explainChange(before, after, { iso3, index, geometric, components });
  cli.print(cli.json ? changeJson(change) : changeText(change, createPalette(cli.color)));
  return EXIT.ok;
}

function refuseOptions(options: CommandInput['options'], why: string): void {
  const given = ['index', 'geometric', 'components'].find((name) => options[name] !== undefined);
  if (given !== undefined) throw new EgdiError('usage', `--${given} ${why}`, { exitCode: EXIT.usage });
}

/** The third argument is an index or a second edition; `--index` goes with both. */
function indexOf(third: string | undefined, option: string | undefined): IndexCode {
  const argument = third === undefined || looksLikeEdition(third) ? undefined : askedIndex(third);
  const asked = option === undefined ? undefined : askedIndex(option);
  if (argument !== undefined && asked !== undefined && argument !== asked) {
    throw new EgdiError('usage', `${argument} and --index ${asked} are two indices`, {
      exitCode: EXIT.usage,
      hint: 'name one of them',
    });
  }
  return argument ?? asked ?? 'EGDI';
}
