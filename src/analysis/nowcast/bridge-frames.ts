/**
 * The editions in whose frame a change of a sub-index can be measured: those whose method is known and whose inputs a
 * release has loaded for all their components, the newest first and those of the same construction only.
 */
import { ComputationRefused } from '../../composite/refusal.ts';
import { findMethod, METHODS } from '../../methodology/registry.ts';
import { componentOf } from '../../model/component-counterpart.ts';
import type { EditionFigures } from '../../model/edition-figures.ts';
import type { Edition } from '../../model/survey.ts';
import { findInputSet } from '../../reference/component-inputs.ts';
import { chooseSeries, type LoadedSeries } from '../recomputation/choose-series.ts';
import { type RecomputableIndex, recomputableIndex } from '../recomputation/recomputable-index.ts';
import { type Recomputation, recompute } from '../recomputation/recompute.ts';
import type { BridgeFrame } from './bridge.ts';
import type { EstimatedCode } from './nowcast-result.ts';
import type { SubIndexBridge } from './sub-index-news.ts';

/** Frames that are taken into the interval: the newest, and one to compare it with. */
const MOST_FRAMES = 2;

/** The year of the figures that an edition stands on: shown by the published values for some, assumed for others. */
export function dataYearOf(edition: Edition): number {
  return edition - 2;
}

/** An edition whose method is known, and how its sub-index is made. */
export interface BridgeEdition {
  readonly edition: Edition;
  readonly index: RecomputableIndex;
}

/**
 * Editions up to this one whose method can be recomputed, the newest first, as long as they are constructed alike.
 * @returns why there are none, in the words of the registry, where there are none
 */
export function bridgeEditions(
  code: EstimatedCode,
  upTo: Edition,
): { readonly editions: readonly BridgeEdition[]; readonly unknown: string | null } {
  let unknown: string | null = null;
  const editions: BridgeEdition[] = [];
  for (const { edition } of METHODS.toReversed()) {
    if (edition > upTo) continue;
    const tree = findMethod(edition)?.indices[code].tree;
    if (tree == null) continue;
    try {
      const index = recomputableIndex(tree);
      if (index.isRelative && (editions[0] === undefined || isSameConstruction(editions[0].index, index)))
        editions.push({ edition, index });
      else break;
    } catch (error) {
      if (!(error instanceof ComputationRefused)) throw error;
      unknown ??= error.message;
    }
  }
  return { editions, unknown };
}

function isSameConstruction(a: RecomputableIndex, b: RecomputableIndex): boolean {
  const words = ({ components, normalisation }: RecomputableIndex) =>
    JSON.stringify([
      normalisation,
      components
        .map(({ code, ...rest }) => ({ code: componentOf(code) ?? code, ...rest }))
        .sort((x, y) => (x.code < y.code ? -1 : 1)),
    ]);
  return words(a) === words(b);
}

/** @param figures of each of the editions that are loaded */
export function subIndexBridge(
  code: EstimatedCode,
  { editions, unknown }: ReturnType<typeof bridgeEditions>,
  figures: ReadonlyMap<Edition, EditionFigures>,
  loaded: ReadonlyMap<string, LoadedSeries>,
): SubIndexBridge {
  const frames: BridgeFrame[] = [];
  const refusals: string[] = [];
  for (const { edition, index } of editions) {
    if (frames.length === MOST_FRAMES) break;
    const made = frameOf(code, edition, index, figures.get(edition), loaded);
    if (typeof made === 'string') refusals.push(`${code} ${edition}: ${made}`);
    else frames.push(made);
  }
  const [first, ...others] = frames;
  if (first !== undefined) return { frames: [first, ...others] };
  const [newest, ...earlier] = refusals;
  if (newest !== undefined) {
    const more =
      earlier.length === 0
        ? ''
        : ` (nor in ${earlier.length === 1 ? 'the edition before' : `${earlier.length} editions before`})`;
    return { refused: newest + more };
  }
  return { refused: `no edition’s method of ${code} is known${unknown === null ? '' : `: ${unknown}`}` };
}

function frameOf(
  code: EstimatedCode,
  edition: Edition,
  index: RecomputableIndex,
  figures: EditionFigures | undefined,
  loaded: ReadonlyMap<string, LoadedSeries>,
): BridgeFrame | string {
  if (figures === undefined) return 'the edition is not in the release';
  const set = findInputSet(edition, code);
  if (set === undefined) return 'no series are declared for its components';
  const members = figures.members.filter(({ scores }) => scores[code] !== null);
  const units = members.map(({ iso3 }) => iso3);
  const chosen = index.components.map((one) =>
    chooseSeries(one.code, set.components[one.code] ?? [], loaded, units),
  );
  const lacking = chosen.filter(({ indicatorCode }) => indicatorCode === null);
  if (lacking.length > 0) {
    return lacking.map(({ component, note }) => `${component}: ${note}`).join('; ');
  }
  const input = {
    index,
    table: {
      units,
      columns: new Map(
        chosen.map(({ component, values }) => [
          component,
          Float64Array.from(units, (iso3) => values.get(iso3) ?? Number.NaN),
        ]),
      ),
    },
    published: Float64Array.from(members, ({ scores }) => scores[code] ?? Number.NaN),
  };
  // A table of components that someone has is loaded under the edition itself.
  const years = chosen.flatMap(({ period }) => (period === null ? [] : [Number(period.slice(0, 4))]));
  const dataYear = Math.max(...years.filter((year) => year < edition), dataYearOf(edition));
  const refusals: string[] = [];
  for (const treatment of ['gaps-closed', 'complete-cases'] as const) {
    try {
      const recomputation: Recomputation = recompute(input, treatment);
      return { edition, dataYear, index, recomputation };
    } catch (error) {
      if (!(error instanceof ComputationRefused)) throw error;
      refusals.push(error.message);
    }
  }
  return refusals.join('; ');
}
