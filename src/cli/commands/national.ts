/** `egdi national`: components of TII and HCI, international and national figures side by side. */
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { EXIT } from '../../model/error.ts';
import { askedCountry } from '../../reference/country-query.ts';
import { nationalViewJson, nationalViewText } from '../../report/national-view.ts';
import { createPalette } from '../../report/text.ts';
import { readNationalView } from '../../warehouse/queries/national-view.ts';
import type { CommandFunction } from '../command.ts';
import { LATEST_EDITION } from '../latest-edition.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

/** Years shown before the newest figure, unless asked for. */
const SHOWN_YEARS = 12;

export const national: CommandFunction = async (cli, { args, options }) => {
  const iso3 = askedCountry(String(args[0] ?? ''), LATEST_EDITION, unSurvey);
  const view = await withReadableWarehouse(cli, 'national', (warehouse) =>
    warehouse.withTransaction((session) => readNationalView(session, iso3), { readOnly: true }),
  );
  const newest = Math.max(...view.figures.map(({ year }) => year), LATEST_EDITION);
  const from = (options.from as number | undefined) ?? newest - SHOWN_YEARS;
  cli.print(cli.json ? nationalViewJson(view) : nationalViewText(view, from, createPalette(cli.color)));
  return EXIT.ok;
};
