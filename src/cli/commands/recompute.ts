/** `egdi recompute`: TII and HCI from their components, beside what was published. */
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { isRecomputed } from '../../model/recomputation.ts';
import { askedCountry } from '../../reference/country-query.ts';
import { recomputationsJson, recomputationsText } from '../../report/recomputations.ts';
import { createPalette } from '../../report/text.ts';
import { readRecomputations } from '../../warehouse/queries/recomputations.ts';
import type { CommandFunction } from '../command.ts';
import { askedEdition } from '../edition-argument.ts';
import { askedIndex } from '../index-argument.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

/** The newest edition, whose spellings of countries are taken where no edition is asked for. */
const NEWEST = 2024;

export const recompute: CommandFunction = async (cli, { args, options }) => {
  const [first, second] = args as readonly (string | undefined)[];
  const edition = first === undefined ? null : askedEdition(first, 'egdi recompute 2018 TII');
  const indexCode = second === undefined ? null : recomputedIndex(second);
  const country = options.country as string | undefined;
  const iso3 = country === undefined ? null : askedCountry(country, edition ?? NEWEST, unSurvey);
  const found = await withReadableWarehouse(cli, 'recompute', (warehouse) =>
    warehouse.withTransaction((session) => readRecomputations(session, { edition, indexCode, iso3 }), {
      readOnly: true,
    }),
  );
  const asked = { edition, indexCode, iso3 };
  cli.print(
    cli.json ? recomputationsJson(found) : recomputationsText(found, asked, createPalette(cli.color)),
  );
  return EXIT.ok;
};

function recomputedIndex(text: string): string {
  const code = askedIndex(text);
  if (isRecomputed(code)) return code;
  const why =
    code === 'EGDI'
      ? 'it is recomputed exactly from its sub-indices, in every run'
      : 'it is made of answers to a questionnaire that no other publisher has';
  throw new EgdiError('index-unknown', `${code} has no components to be recomputed from: ${why}`, {
    exitCode: EXIT.usage,
    hint: code === 'EGDI' ? 'egdi explain KAZ 2018 EGDI' : 'egdi recompute 2018 TII',
  });
}
