/** What a nowcast takes for granted, said with the answer; the weightiest first. */
import { weightText } from '../../methodology/nodes.ts';
import { SUB_INDEX_CODES } from '../../model/survey.ts';
import type { Contender, Standings } from '../target/standings.ts';
import { anchorOf } from '../target/what-if-assumptions.ts';
import type { NowcastData } from './nowcast-data.ts';
import type { NowcastSubIndex } from './nowcast-result.ts';
import type { SubIndexNews } from './sub-index-news.ts';

export interface AssumptionContext {
  readonly data: NowcastData;
  readonly country: Contender;
  readonly standings: Standings;
  readonly news: readonly SubIndexNews[];
  readonly subIndices: readonly NowcastSubIndex[];
}

export function nowcastAssumptions(context: AssumptionContext): string[] {
  const { data, country, standings } = context;
  const { edition } = data.figures;
  const others = standings.contenders.length - 1;
  return [
    `only ${country.iso3} moves: the other ${others} countries and the OSI stay at their published figures of ${edition}, though their figures have moved since as well`,
    `the figures that ${edition} stood on are those of ${data.dataYear}, two years before: shown for 2014 and 2018, assumed for later editions`,
    ...context.subIndices.flatMap((one, position) => {
      const own = context.news[position];
      return own === undefined || own.news.length === 0 ? [] : aboutSubIndex(one, own, context);
    }),
    egdiRule(context),
    'preliminary and rounded figures are taken as they stand; figures that an office revised later may differ',
  ];
}

function aboutSubIndex(
  { code, frames, news, frozen, errors }: NowcastSubIndex,
  own: SubIndexNews,
  { data, country }: AssumptionContext,
): string[] {
  const { edition } = data.figures;
  const [frame] = frames;
  const { construction } = data.method.indices[code];
  const isOwn = frame?.edition === edition;
  const said: string[] = [];
  if (frame !== undefined) {
    const bridge = isOwn
      ? `${code} ${edition} is remade by its own method`
      : `how ${code} ${edition} is made is unknown (${construction.value}); a change is measured by the method of ${frame.edition} and added to the published ${code}`;
    said.push(
      `${bridge}, in the frame of ${frame.edition} as it was: mean, standard deviation, lowest and highest of ${frame.members} members, ${frame.observed} of them with all inputs observed for ${frame.dataYear} (${frame.treatment}); inputs are those of the international publishers, in the vintage that is loaded, not the Survey’s own`,
    );
  }
  for (const one of news) {
    const { name, movements, latest, international, nationalThen, byHand } = one;
    const [movement] = movements;
    const late =
      international !== null && international.year < data.dataYear
        ? `; no international figure of ${data.dataYear} is loaded, that of ${international.year} stands for it`
        : '';
    if (!one.isOfEdition) {
      said.push(
        `${name} is no component of ${code} ${edition} as far as is known: its figure of ${latest.period} moves nothing; as a variant it does`,
      );
      continue;
    }
    const figure =
      byHand === null
        ? `${shown(latest.value)} (${latest.counterpartId}, ${latest.period})`
        : `${shown(latest.value)} given by hand (${byHand.source ?? 'no source said'})`;
    const how = {
      change: `${name}: ${figure} is compared with the same series in ${data.dataYear} (${shown(nationalThen?.value)}), and the change added to the international figure`,
      level: `${name}: ${figure} is put in the place of the international figure of ${international?.year} (${shown(international?.value)}), as if both measured the same`,
      frozen: `${name}: left as it was, because ${figure} has another definition and nothing of ${data.dataYear} to be compared with; as a variant it is put in the place of the international figure of ${international?.year} (${shown(international?.value)})`,
    }[movement.basis];
    said.push(`${how}${late}${one.note === '' || byHand !== null ? '' : ` — ${one.note}`}`);
  }
  if (own.uncertainCap !== null) {
    said.push(
      `the cap of ${own.uncertainCap} of ${frame?.edition} is kept; whether ${edition} has it is unknown, and a variant measures the country’s own figures without it`,
    );
  }
  const still = frozen.map(({ name }) => name);
  if (still.length > 0) said.push(`of ${code}, as in ${edition}: ${still.join(', ')}`);
  if (errors !== null) {
    const range = `${signed(errors.low)} to ${signed(errors.high)} in nine of ten (recomputed minus published)`;
    said.push(
      errors.of === 'change'
        ? `the error of a measured change of ${code} is that which ${errors.count} countries with observed inputs show from ${frames[1]?.edition} to ${frames[0]?.edition}: ${range}, its median taken off; it holds for large and small changes alike`
        : `the error of a measured change of ${code} is that of the recomputed ${code} ${frames[0]?.edition} of ${errors.count} countries with observed inputs: ${range}, its median taken off; a second edition of the same method is not loaded`,
    );
  }
  const anchor = anchorOf(data.figures, country.iso3, code);
  if (anchor !== null) {
    said.push(
      `${country.iso3} alone is the ${anchor} in ${code}: if it moves, everybody’s ${code} moves, which is not computed`,
    );
  }
  return said;
}

function egdiRule({ data, standings }: AssumptionContext): string {
  const { egdi } = data.method;
  const weights = SUB_INDEX_CODES.map((code) => `${code} ${weightText(egdi.weights.value[code])}`).join(', ');
  const inputs = egdi.inputDecimals?.value;
  const decimals =
    inputs == null
      ? ''
      : `, inputs at ${SUB_INDEX_CODES.map((code) => `${code} ${inputs[code]}`).join(', ')} decimals`;
  const deviating = standings.contenders.filter((one) => one.rank !== one.rankPublished);
  const deviations =
    deviating.length === 0
      ? ''
      : `; recomputed ranks differ from the printed ones for ${deviating.map(({ iso3 }) => iso3).join(', ')} (declared deviations)`;
  return `the EGDI is made by the rule of ${data.figures.edition} (${weights}${decimals}) and ranked as in that edition${deviations}`;
}

/** Figures of tables need no more; --json has all digits. */
function shown(value: number | undefined): string {
  return value === undefined ? 'none' : String(Number(value.toFixed(2)));
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}
