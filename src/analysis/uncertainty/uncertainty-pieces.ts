/** The work of an uncertainty analysis in pieces that can be computed anywhere, and how they are put together. */
import {
  chunksOf,
  createEnsemble,
  type Ensemble,
  type EnsembleResult,
  type EnsembleSpecification,
  emptyResult,
  mergeResult,
  runChunk,
} from '../../composite/uncertainty/ensemble.ts';
import {
  emptySensitivity,
  mergeSensitivity,
  runSensitivityBatch,
  SENSITIVITY_BATCHES,
  type SensitivitySums,
} from '../../composite/uncertainty/sensitivity.ts';

export type Piece =
  | { readonly kind: 'chunk'; readonly chunk: number; readonly replicates: number }
  | {
      readonly kind: 'batch';
      readonly batch: number;
      readonly rows: number;
      /** Units whose rank is an output besides the mean rank change. */
      readonly units: readonly number[];
    };

export type PieceResult =
  | { readonly kind: 'chunk'; readonly result: EnsembleResult }
  | { readonly kind: 'batch'; readonly sums: SensitivitySums };

/** Computes pieces somewhere and gives their results back in the order of the pieces. */
export type PieceRunner = (
  specification: EnsembleSpecification,
  pieces: readonly Piece[],
  onResult: (result: PieceResult, index: number) => void,
) => Promise<void>;

/** The pieces of `replicates` replicates and of a sensitivity analysis with `rows` rows (0: none). */
export function piecesOf(replicates: number, rows: number, units: readonly number[]): readonly Piece[] {
  const chunks = Array.from(
    { length: chunksOf(replicates) },
    (_, chunk): Piece => ({ kind: 'chunk', chunk, replicates }),
  );
  const batches = Array.from(
    { length: rows === 0 ? 0 : SENSITIVITY_BATCHES },
    (_, batch): Piece => ({ kind: 'batch', batch, rows, units }),
  );
  return [...chunks, ...batches];
}

/** Lays a specification out once and computes pieces of it. */
export function createPieceComputer(specification: EnsembleSpecification): (piece: Piece) => PieceResult {
  const ensemble = createEnsemble(specification);
  return (piece) => {
    if (piece.kind === 'chunk') {
      const result = emptyResult(ensemble);
      runChunk(ensemble, piece.chunk, piece.replicates, result);
      return { kind: 'chunk', result };
    }
    const sums = emptySensitivity(ensemble, piece.units);
    runSensitivityBatch(ensemble, piece.batch, piece.rows, piece.units, sums);
    return { kind: 'batch', sums };
  };
}

export interface Assembled {
  readonly result: EnsembleResult;
  readonly sensitivity: SensitivitySums;
}

/** Runs all pieces and puts their results together. */
export async function runPieces(
  ensemble: Ensemble,
  pieces: readonly Piece[],
  run: PieceRunner,
): Promise<Assembled> {
  const result = emptyResult(ensemble);
  const units = pieces.find((piece) => piece.kind === 'batch')?.units ?? [];
  let sensitivity = emptySensitivity(ensemble, units);
  await run(ensemble.specification, pieces, (piece) => {
    if (piece.kind === 'chunk') mergeResult(result, piece.result);
    else sensitivity = mergeSensitivity(sensitivity, piece.sums);
  });
  return { result, sensitivity };
}

/** On this thread, one piece after another; `between` is awaited before each. */
export function onThisThread(between: (index: number) => Promise<void> | void = () => {}): PieceRunner {
  return async (specification, pieces, onResult) => {
    const compute = createPieceComputer(specification);
    for (const [index, piece] of pieces.entries()) {
      await between(index);
      onResult(compute(piece), index);
    }
  };
}
