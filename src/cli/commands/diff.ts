/** `egdi diff`: what changed from one release to another. */
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { EXIT } from '../../model/error.ts';
import { askedCountry } from '../../reference/country-query.ts';
import { EDITIONS } from '../../reference/editions.ts';
import { diffMarkdown, diffText } from '../../report/diff.ts';
import { createPalette } from '../../report/text.ts';
import { compareReleases } from '../../warehouse/releases/compare-releases.ts';
import type { CommandFunction } from '../command.ts';
import { askedIndex } from '../index-argument.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';
import { askedRelease } from '../release-argument.ts';

export const diff: CommandFunction = async (cli, { args, options }) => {
  const from = askedRelease(String(args[0]));
  const to = askedRelease(String(args[1]));
  const { index, country } = options as { readonly index?: string; readonly country?: string };
  const filter = {
    index: index === undefined ? undefined : askedIndex(index),
    country: country === undefined ? undefined : askedCountry(country, latestEdition(), unSurvey),
  };
  const found = await withReadableWarehouse(cli, 'diff', (warehouse) =>
    warehouse.withTransaction((session) => compareReleases(session, from, to, filter), { readOnly: true }),
  );
  const limit = options.limit as number;
  cli.print(
    cli.json
      ? JSON.stringify(found, null, 2)
      : options.md === true
        ? diffMarkdown(found, limit)
        : diffText(found, limit, createPalette(cli.color)),
  );
  return options.exitCode === true && !found.isEmpty ? EXIT.differences : EXIT.ok;
};

/** Names are understood as the latest edition writes them. */
function latestEdition(): number {
  return Math.max(...EDITIONS.map(({ edition }) => edition));
}
