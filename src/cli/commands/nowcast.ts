/** `egdi nowcast`: where a country would stand on its latest national figures. An estimate. */
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { bridgeEditions, dataYearOf, subIndexBridge } from '../../analysis/nowcast/bridge-frames.ts';
import { nowcast as estimateNow } from '../../analysis/nowcast/nowcast.ts';
import { ComputationRefused } from '../../composite/refusal.ts';
import { findMethod } from '../../methodology/registry.ts';
import type { EditionFigures } from '../../model/edition-figures.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import type { Edition } from '../../model/survey.ts';
import { findInputSet } from '../../reference/component-inputs.ts';
import { askedCountry } from '../../reference/country-query.ts';
import { nowcastJson, nowcastText } from '../../report/nowcast.ts';
import { createPalette } from '../../report/text.ts';
import type { Session } from '../../warehouse/connection/session.ts';
import { readComponentSeries } from '../../warehouse/queries/component-series.ts';
import { readEditionFigures, readLoadedEditions } from '../../warehouse/queries/edition-figures.ts';
import { readNationalView } from '../../warehouse/queries/national-view.ts';
import type { CommandFunction } from '../command.ts';
import { handFigures } from '../hand-figures.ts';
import { LATEST_EDITION } from '../latest-edition.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

export const nowcast: CommandFunction = async (cli, { args, options }) => {
  const asked = options as {
    readonly edition?: Edition;
    readonly set?: string;
    readonly source?: string;
    readonly seed: number;
    readonly replicates: number;
  };
  const iso3 = askedCountry(String(args[0] ?? ''), asked.edition ?? LATEST_EDITION, unSurvey);
  if (asked.source !== undefined && asked.set === undefined) {
    throw new EgdiError('usage', '--source goes with --set', { exitCode: EXIT.usage });
  }
  const byHand = asked.set === undefined ? new Map() : handFigures(asked.set, asked.source ?? null);
  const read = await withReadableWarehouse(cli, 'nowcast', (warehouse) =>
    warehouse.withTransaction(
      async (session) => {
        const editions = await readLoadedEditions(session);
        const edition = asked.edition ?? Math.max(...editions);
        const figures = await readEditionFigures(session, edition);
        const view = await readNationalView(session, iso3);
        return { figures, view, ...(await readBridges(session, edition, editions)) };
      },
      { readOnly: true },
    ),
  );
  const { figures, view, bridges } = read;
  const method = findMethod(figures.edition);
  if (method === undefined) {
    throw new ComputationRefused(
      'rule-unknown',
      `EGDI ${figures.edition}`,
      'the method of the edition is unknown',
    );
  }
  const answer = estimateNow(
    { figures, method, view, dataYear: dataYearOf(figures.edition), bridges },
    { iso3, byHand, replicates: asked.replicates, seed: asked.seed },
  );
  cli.print(cli.json ? nowcastJson(answer) : nowcastText(answer, createPalette(cli.color)));
  return EXIT.ok;
};

async function readBridges(session: Session, edition: Edition, loaded: readonly Edition[]) {
  const candidates = { TII: bridgeEditions('TII', edition), HCI: bridgeEditions('HCI', edition) };
  const wanted = (['TII', 'HCI'] as const).flatMap((code) =>
    candidates[code].editions.map((one) => ({ code, edition: one.edition })),
  );
  const figures = new Map<Edition, EditionFigures>();
  for (const one of new Set(wanted.map(({ edition: of }) => of))) {
    if (loaded.includes(one)) figures.set(one, await readEditionFigures(session, one));
  }
  const series = wanted.flatMap(({ code, edition: of }) =>
    Object.values(findInputSet(of, code)?.components ?? {}).flat(),
  );
  const values = await readComponentSeries(
    session,
    [...new Set(series.map(({ indicatorCode }) => indicatorCode))],
    [...new Set(series.map(({ period }) => period))],
  );
  return {
    bridges: {
      TII: subIndexBridge('TII', candidates.TII, figures, values),
      HCI: subIndexBridge('HCI', candidates.HCI, figures, values),
    },
  };
}
