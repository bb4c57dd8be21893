/** Indices beyond the Survey in the same form: what the engine computes is not tied to the EGDI. */
import type { GroupNode } from '../definition.ts';
import { ASEM } from './asem.ts';
import { HDI } from './hdi.ts';

export interface FurtherIndex {
  /** What it is asked for by. */
  readonly id: string;
  readonly name: string;
  readonly publisher: string;
  readonly root: GroupNode;
}

export const FURTHER_INDICES: readonly FurtherIndex[] = [
  { id: 'HDI', name: HDI.name, publisher: 'UNDP', root: HDI },
  { id: 'ASEM', name: ASEM.name, publisher: 'Joint Research Centre of the European Commission', root: ASEM },
];

/** By id, in any case. */
export function findFurtherIndex(id: string): FurtherIndex | undefined {
  return FURTHER_INDICES.find((index) => index.id === id.toUpperCase());
}
