/** `egdi explain` of an observation of an indicator, by country or region and period. */
import { unSurvey } from '../../pipelines/un-survey/index.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import { askedCountry } from '../reference/country-query.ts';
import type { CliContext } from './context.ts';
import { withReadableWarehouse } from './opened-warehouse.ts';
import { programName } from './program-name.ts';

/** An alias that is limited to editions of the Survey says nothing about a statistic. */
const NO_EDITION = 0;

/** Publisher and code: `itu:i99H`. No edition and no index has a colon. */
export function isIndicatorCode(text: string): boolean {
  return /^[^\s:]+:\S+$/.test(text);
}

/** @param period - `2016`, `2016-Q2`, `2016-06`, `2016-06-01`; undefined for all of them */
export async function explainObservation(
  cli: CliContext,
  place: string,
  indicatorCode: string,
  period: string | undefined,
): Promise<number> {
  const [{ askedPeriod, observationExplanationText }, { createPalette }, { explainObservations }] =
    await Promise.all([
      import('../report/observation-explanation.ts'),
      import('../report/text.ts'),
      import('../warehouse/queries/observation-explanation.ts'),
    ]);
  const days = period === undefined ? { from: null, to: null } : askedPeriod(period);
  if (days === undefined) {
    throw new EgdiError('usage', `“${period}” is no period`, {
      exitCode: EXIT.usage,
      hint: `write it as 2016, 2016-Q2, 2016-06 or 2016-06-01: egdi explain ${place} ${indicatorCode} 2016`,
    });
  }
  // A code of a region is taken as it is: only a country has names here.
  const code = place.includes(':') ? place : askedCountry(place, NO_EDITION, unSurvey);
  const explanation = await withReadableWarehouse(cli, 'explain', (warehouse) =>
    warehouse.withTransaction(
      (session) => explainObservations(session, { place: code, indicatorCode, ...days }),
      {
        readOnly: true,
      },
    ),
  );
  cli.print(
    cli.json
      ? JSON.stringify(explanation, null, 2)
      : observationExplanationText(explanation, createPalette(cli.color), {
          program: programName(),
          period: period ?? null,
        }),
  );
  return EXIT.ok;
}
