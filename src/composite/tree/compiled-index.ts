/** An index laid out in arrays, ready to be computed, and the departures from its declaration that one may ask for. */
import type { Aggregation, Direction, MissingRule, Step } from '../../methodology/definition.ts';

/** Departures from the declaration, by code of the node. A code that the index does not have is refused. */
export interface IndexOverrides {
  /** Nominal weights within the parent. */
  readonly weights?: ReadonlyMap<string, number>;
  /** For every group; or by depth from the top (null: as declared); or by code of the group. */
  readonly aggregation?: Aggregation | readonly (Aggregation | null)[] | ReadonlyMap<string, Aggregation>;
  readonly missing?: ReadonlyMap<string, MissingRule>;
  readonly steps?: ReadonlyMap<string, readonly Step[]>;
  /** Groups that are not computed: their finished values (after their steps) are a column of the table. */
  readonly given?: readonly string[];
}

export interface CompiledLeaf {
  readonly kind: 'leaf';
  readonly code: string;
  readonly name: string;
  /** Position of the parent in `nodes`; −1 for the top. */
  readonly parent: number;
  readonly steps: readonly Step[];
  readonly direction: Direction;
}

export interface CompiledGroup {
  readonly kind: 'group';
  readonly code: string;
  readonly name: string;
  readonly parent: number;
  readonly steps: readonly Step[];
  /** Positions in `nodes`. */
  readonly children: readonly number[];
  /** Nominal, in the order of the children. */
  readonly weights: Float64Array;
  readonly aggregation: Aggregation;
  readonly missing: MissingRule;
}

export type CompiledNode = CompiledLeaf | CompiledGroup;

export interface CompiledIndex {
  /** Children before their parents, the top last. */
  readonly nodes: readonly CompiledNode[];
  readonly positions: ReadonlyMap<string, number>;
  readonly root: string;
}
