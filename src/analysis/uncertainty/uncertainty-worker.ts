/** A worker thread of the uncertainty analysis: computes pieces until it is ended. */
import type { EnsembleSpecification } from '../../composite/uncertainty/ensemble.ts';
import { serveWorker } from '../../runtime/worker-pool.ts';
import { createPieceComputer, type Piece, type PieceResult } from './uncertainty-pieces.ts';

serveWorker<EnsembleSpecification, Piece, PieceResult>(createPieceComputer);
