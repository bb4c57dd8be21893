/** What is new about one sub-index of a country, and what can be assumed otherwise about it. */
import type { EditionMethod } from '../../methodology/method.ts';
import { componentsOf } from '../../methodology/nodes.ts';
import { type ComponentCode, componentOf } from '../../model/component-counterpart.ts';
import type { NationalView } from '../../model/national-view.ts';
import { type BridgeFrame, changeOf, type ErrorsOfChange, errorsOfChange } from './bridge.ts';
import {
  type ComponentNews,
  type FrozenComponent,
  type HandFigure,
  type Movement,
  newsOfComponents,
} from './component-news.ts';
import type { EstimatedCode } from './nowcast-result.ts';

/** Frames that a change can be measured in, the newest first; or why there are none. */
export type SubIndexBridge =
  | { readonly frames: readonly [BridgeFrame, ...BridgeFrame[]] }
  | { readonly refused: string };

/** An assumption with alternatives; the first is that of the estimate. */
export interface Choice {
  readonly factor: string;
  readonly alternatives: readonly string[];
  readonly sets:
    | { readonly kind: 'basis'; readonly component: ComponentCode }
    | { readonly kind: 'frame' }
    | { readonly kind: 'cap' }
    | { readonly kind: 'components' };
}

export interface SubIndexNews {
  readonly code: EstimatedCode;
  readonly bridge: SubIndexBridge;
  readonly news: readonly ComponentNews[];
  readonly frozen: readonly FrozenComponent[];
  /** Components that the edition is known to be made of, among those of the bridge. */
  readonly ofEdition: ReadonlySet<ComponentCode>;
  readonly choices: readonly Choice[];
  readonly errors: ErrorsOfChange | null;
  /** The cap of the bridge, where nobody knows whether the edition has it; null: known. */
  readonly uncertainCap: number | null;
}

export interface SubIndexRequest {
  readonly code: EstimatedCode;
  readonly method: EditionMethod;
  readonly view: Pick<NationalView, 'figures' | 'counterparts'>;
  readonly dataYear: number;
  readonly byHand: ReadonlyMap<ComponentCode, HandFigure>;
  readonly bridge: SubIndexBridge;
}

export function subIndexNews({
  code,
  method,
  view,
  dataYear,
  byHand,
  bridge,
}: SubIndexRequest): SubIndexNews {
  const declared = componentsOf(method.indices[code]);
  const own = new Set(declared.flatMap((node) => componentOf(node.code) ?? []));
  const frames = 'frames' in bridge ? bridge.frames : [];
  const inFrames = new Set(
    frames.flatMap(({ index }) => index.components.flatMap((one) => componentOf(one.code) ?? [])),
  );
  const asked = [...new Set([...own, ...inFrames])];
  const found = newsOfComponents(view, asked, dataYear, byHand);
  const news: ComponentNews[] = [];
  const frozen: FrozenComponent[] = [...found.frozen];
  for (const one of found.news) {
    if (inFrames.has(one.component)) news.push(one);
    else {
      const because =
        'refused' in bridge
          ? bridge.refused
          : 'the edition that changes are measured in has no such component';
      frozen.push({ component: one.component, name: one.name, because, latest: one.latest });
    }
  }
  for (const node of declared) {
    if (componentOf(node.code) !== undefined) continue;
    const because = `no series stands for it here: ${node.steps.value === null ? node.steps.source : 'it is unknown'}`;
    frozen.push({ component: node.code, name: node.name, because, latest: null });
  }
  const ofEdition = new Set([...own].filter((component) => inFrames.has(component)));
  const uncertainCap = capOf(
    frames[0],
    declared.some(({ steps }) => steps.value === null),
  );
  return {
    code,
    bridge,
    news,
    frozen,
    ofEdition,
    choices: choicesOf(code, news, frames, ofEdition, uncertainCap),
    errors: frames[0] === undefined ? null : errorsOfChange(frames[0], frames[1] ?? null),
    uncertainCap,
  };
}

function capOf(frame: BridgeFrame | undefined, isUnknown: boolean): number | null {
  if (frame === undefined || !isUnknown) return null;
  const caps = frame.index.components.flatMap(({ preparation }) =>
    preparation.flatMap((step) => (step.kind === 'cap' ? [step.at] : [])),
  );
  return caps[0] ?? null;
}

const BASIS_WORDS: Readonly<Record<Movement['basis'], string>> = {
  change: 'international figure plus the national change',
  level: 'national figure in the place of the international one',
  frozen: 'left as it was',
};

function choicesOf(
  code: EstimatedCode,
  news: readonly ComponentNews[],
  frames: readonly BridgeFrame[],
  ofEdition: ReadonlySet<ComponentCode>,
  uncertainCap: number | null,
): Choice[] {
  if (news.length === 0) return [];
  const choices: Choice[] = news
    .filter(({ movements }) => movements.length > 1)
    .map(({ component, name, movements }) => ({
      factor: name,
      alternatives: movements.map(({ basis }) => BASIS_WORDS[basis]),
      sets: { kind: 'basis', component },
    }));
  if (frames.length > 1) {
    choices.push({
      factor: `frame of ${code}`,
      alternatives: frames.map(({ edition }) => `${edition}`),
      sets: { kind: 'frame' },
    });
  }
  const reachesCap = news.some(({ movements }) =>
    movements.some(({ from, to }) => uncertainCap !== null && Math.max(from, to) > uncertainCap),
  );
  if (reachesCap) {
    choices.push({
      factor: `cap of ${uncertainCap}`,
      alternatives: ['kept', 'not applied to the country’s own figures'],
      sets: { kind: 'cap' },
    });
  }
  const outside = news.filter(({ component }) => !ofEdition.has(component));
  if (outside.length > 0) {
    choices.push({
      factor: `components of ${code}`,
      alternatives: ['those of the edition', `with ${outside.map(({ name }) => name).join(', ')}`],
      sets: { kind: 'components' },
    });
  }
  return choices;
}

/**
 * The change of the sub-index under one choice of each of its alternatives.
 * @param only the movement of this component alone; undefined: of all
 */
export function changeUnder(
  { bridge, news, choices, ofEdition }: SubIndexNews,
  chosen: readonly number[],
  only?: ComponentCode,
): number {
  if ('refused' in bridge || news.length === 0) return 0;
  const picked = (kind: Choice['sets']['kind'], component?: ComponentCode): number => {
    const at = choices.findIndex(
      ({ sets }) => sets.kind === kind && (sets.kind !== 'basis' || sets.component === component),
    );
    return at === -1 ? 0 : (chosen[at] ?? 0);
  };
  const movements = new Map<ComponentCode, Movement>();
  for (const one of news) {
    if (only !== undefined && one.component !== only) continue;
    movements.set(one.component, one.movements[picked('basis', one.component)] ?? one.movements[0]);
  }
  const moving = picked('components') === 0 ? ofEdition : new Set(news.map(({ component }) => component));
  const frame = bridge.frames[picked('frame')] ?? bridge.frames[0];
  return changeOf(frame, movements, { moving, isCapped: picked('cap') === 0 });
}
