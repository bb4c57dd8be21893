/** `egdi explain`: a number of the published release back to its formula, inputs and cells. */
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { askedCountry } from '../../reference/country-query.ts';
import { explanationJson, explanationText } from '../../report/explanation.ts';
import { createPalette } from '../../report/text.ts';
import { explainFigure } from '../../warehouse/queries/figure-explanation.ts';
import type { CommandFunction } from '../command.ts';
import { askedIndex } from '../index-argument.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

export const explain: CommandFunction = async (cli, { args }) => {
  const [country = '', editionText = '', indexText = 'EGDI'] = args as readonly (string | undefined)[];
  const indexCode = askedIndex(indexText);
  const edition = askedEdition(editionText);
  const iso3 = askedCountry(country, edition, unSurvey);
  const explanation = await withReadableWarehouse(cli, 'explain', (warehouse) =>
    warehouse.withTransaction((session) => explainFigure(session, { iso3, edition, indexCode }), {
      readOnly: true,
    }),
  );
  cli.print(cli.json ? explanationJson(explanation) : explanationText(explanation, createPalette(cli.color)));
  return EXIT.ok;
};

function askedEdition(text: string): number {
  if (/^\d{4}$/.test(text)) return Number(text);
  throw new EgdiError('edition-unknown', `“${text}” is no edition`, {
    exitCode: EXIT.usage,
    hint: 'an edition is a year such as 2018: egdi explain KAZ 2018 EGDI',
  });
}
