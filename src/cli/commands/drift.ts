/** `egdi drift`: an edition's data by another edition's method, or all pairs of editions. */
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { drift as computeDrift, driftMatrix } from '../../analysis/change/drift.ts';
import { findMethod } from '../../methodology/registry.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { askedCountry } from '../../reference/country-query.ts';
import { driftText } from '../../report/drift.ts';
import { driftJson, driftMatrixJson } from '../../report/drift-json.ts';
import { driftMatrixText } from '../../report/drift-matrix.ts';
import { createPalette } from '../../report/text.ts';
import type { CommandFunction } from '../command.ts';
import { readComponents } from '../component-file.ts';
import { readChosenEditions } from '../editions-with-methods.ts';
import { askedMethod } from '../method-argument.ts';

interface DriftOptions {
  readonly data?: string;
  readonly method?: string;
  readonly country?: string;
  readonly all?: boolean;
  readonly components?: string;
  readonly matrix?: boolean;
}

export const drift: CommandFunction = async (cli, { options }) => {
  const asked = options as DriftOptions;
  const palette = createPalette(cli.color);
  if (asked.matrix === true) {
    const unused = (['data', 'method', 'country', 'all', 'components'] as const).find(
      (name) => asked[name] !== undefined,
    );
    if (unused !== undefined) throw usage(`--matrix compares all editions and takes no --${unused}`);
    const editions = await readChosenEditions(cli, 'drift', (loaded) =>
      loaded.filter((edition) => findMethod(edition) !== undefined),
    );
    const matrix = driftMatrix(editions);
    cli.print(cli.json ? driftMatrixJson(matrix) : driftMatrixText(matrix, palette));
    return EXIT.ok;
  }
  if (asked.data === undefined || asked.method === undefined) {
    throw usage('whose data, and whose method?');
  }
  const method = askedMethod(asked.method);
  const dataMethod = askedMethod(asked.data);
  if (method.edition === dataMethod.edition) {
    throw usage(`${method.edition} by its own method is what egdi explain and the reporting tables show`);
  }
  const iso3 = asked.country === undefined ? null : askedCountry(asked.country, dataMethod.edition, unSurvey);
  const components = asked.components === undefined ? [] : await readComponents(cli, asked.components);
  const [data, methodEdition] = await readChosenEditions(cli, 'drift', (loaded) => [
    dataMethod.edition,
    ...loaded.filter((edition) => edition === method.edition),
  ]);
  if (data === undefined) throw new RangeError('the edition was read');
  const found = computeDrift({ data, method, methodEdition, components });
  if (iso3 !== null && !found.rows.some((row) => row.iso3 === iso3)) {
    throw new EgdiError('not-a-member', `${iso3} was no member of the Survey in ${found.dataEdition}`, {
      exitCode: EXIT.usage,
    });
  }
  const shown = { iso3, all: asked.all === true };
  cli.print(cli.json ? driftJson(found, shown) : driftText(found, shown, palette));
  return EXIT.ok;
};

function usage(message: string): EgdiError {
  return new EgdiError('usage', message, {
    exitCode: EXIT.usage,
    hint: 'egdi drift --data 2018 --method 2020, or egdi drift --matrix',
  });
}
