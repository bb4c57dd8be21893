/** What a nowcast is asked, and what it is worked out from. */
import type { EditionMethod } from '../../methodology/method.ts';
import type { ComponentCode } from '../../model/component-counterpart.ts';
import type { EditionFigures } from '../../model/edition-figures.ts';
import type { NationalView } from '../../model/national-view.ts';
import type { HandFigure } from './component-news.ts';
import type { EstimatedCode } from './nowcast-result.ts';
import type { SubIndexBridge } from './sub-index-news.ts';

export interface NowcastRequest {
  readonly iso3: string;
  readonly byHand: ReadonlyMap<ComponentCode, HandFigure>;
  readonly replicates: number;
  /** Whole, 0 … 2³² − 1. */
  readonly seed: number;
}

export interface NowcastData {
  readonly figures: EditionFigures;
  readonly method: EditionMethod;
  readonly view: Pick<NationalView, 'figures' | 'counterparts'>;
  readonly dataYear: number;
  readonly bridges: Readonly<Record<EstimatedCode, SubIndexBridge>>;
}
