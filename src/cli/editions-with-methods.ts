/** Editions of the published release together with the rules by which they were made. */
import type { EditionWithMethod } from '../analysis/change/ranked-states.ts';
import { ComputationRefused } from '../composite/refusal.ts';
import type { EditionMethod } from '../methodology/method.ts';
import { findMethod } from '../methodology/registry.ts';
import type { Edition } from '../model/survey.ts';
import { readEditionFigures, readLoadedEditions } from '../warehouse/queries/edition-figures.ts';
import type { CliContext } from './context.ts';
import { withReadableWarehouse } from './opened-warehouse.ts';

/**
 * Reads the editions in one transaction, so that all are of one release; in the order asked for.
 * @throws EgdiError `edition-unknown` (exit 2); ComputationRefused `rule-unknown` (exit 3): no method is declared
 */
export async function readEditionsWithMethods<const T extends readonly Edition[]>(
  cli: CliContext,
  command: string,
  editions: T,
): Promise<{ [K in keyof T]: EditionWithMethod }> {
  const read = await readChosenEditions(cli, command, () => editions);
  return read as { [K in keyof T]: EditionWithMethod };
}

/** The same for editions that are chosen among those of the published release, earliest first. */
export async function readChosenEditions(
  cli: CliContext,
  command: string,
  choose: (loaded: readonly Edition[]) => readonly Edition[],
): Promise<EditionWithMethod[]> {
  const figures = await withReadableWarehouse(cli, command, (warehouse) =>
    warehouse.withTransaction(
      async (session) => {
        const read = [];
        for (const edition of choose(await readLoadedEditions(session))) {
          read.push(await readEditionFigures(session, edition));
        }
        return read;
      },
      { readOnly: true },
    ),
  );
  return figures.map((one) => ({ figures: one, method: declaredMethod(one.edition) }));
}

/** The rules of a loaded edition. */
function declaredMethod(edition: Edition): EditionMethod {
  const method = findMethod(edition);
  if (method !== undefined) return method;
  throw new ComputationRefused(
    'rule-unknown',
    `EGDI ${edition}`,
    'the method of this edition is unknown: its published values are loaded, and nothing is computed from them',
  );
}
