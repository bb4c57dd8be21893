/** `egdi whatif`: what it takes to reach a rank, or where given sub-indices would lead. */
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { componentTable } from '../../analysis/component-table.ts';
import { reachRank } from '../../analysis/target/reach-rank.ts';
import { setValues } from '../../analysis/target/what-if-set.ts';
import { findMethod } from '../../methodology/registry.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { SUB_INDEX_CODES } from '../../model/survey.ts';
import { askedCountry } from '../../reference/country-query.ts';
import { createPalette } from '../../report/text.ts';
import { whatIfJson, whatIfText } from '../../report/what-if.ts';
import { readEditionFigures } from '../../warehouse/queries/edition-figures.ts';
import type { CommandFunction } from '../command.ts';
import { readComponents } from '../component-file.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';
import { subIndexList, subIndexValues } from '../sub-index-options.ts';

export const whatif: CommandFunction = async (cli, { args, options }) => {
  const edition = options.edition as number;
  const iso3 = askedCountry(String(args[0] ?? ''), edition, unSurvey);
  const {
    rank,
    set,
    components: file,
  } = options as {
    readonly rank?: number;
    readonly set?: string;
    readonly components?: string;
  };
  if ((rank === undefined) === (set === undefined)) {
    throw usage('either --rank or --set is needed, and not both', 'egdi whatif KAZ --edition 2024 --rank 20');
  }
  const values = set === undefined ? null : subIndexValues('--set', set);
  const prices = options.cost === undefined ? null : subIndexValues('--cost', String(options.cost));
  const movable = options.only === undefined ? SUB_INDEX_CODES : subIndexList(String(options.only));
  for (const [name, given] of [
    ['strict', options.strict],
    ['only', options.only],
    ['cost', prices],
    ['components', file],
  ] as const) {
    if (values !== null && given !== undefined && given !== null) throw usage(`--${name} goes with --rank`);
  }
  for (const [code, price] of prices ?? []) {
    if (price.num <= 0n) throw usage(`the cost of ${code} is to be above 0`);
    if (!movable.includes(code)) throw usage(`${code} has a cost, but --only leaves it as it is`);
  }
  const components = file === undefined ? null : await readComponents(cli, file);
  const figures = await withReadableWarehouse(cli, 'whatif', (warehouse) =>
    warehouse.withTransaction((session) => readEditionFigures(session, edition), { readOnly: true }),
  );
  const method = findMethod(edition);
  if (method === undefined) {
    throw new EgdiError('method-unknown', `the method of ${edition} is unknown: nothing is recomputed`, {
      exitCode: EXIT.dataRefused,
    });
  }
  const units = figures.members.map((member) => member.iso3);
  const table = components === null ? null : componentTable(components, edition, units);
  const answer =
    values === null
      ? reachRank(
          figures,
          method,
          { iso3, rank: rank ?? 0, strict: options.strict === true, movable, prices },
          table,
        )
      : setValues(figures, method, { iso3, values });
  cli.print(cli.json ? whatIfJson(answer) : whatIfText(answer, createPalette(cli.color)));
  return EXIT.ok;
};

function usage(message: string, hint?: string): EgdiError {
  return new EgdiError('usage', message, { exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) });
}
