/** B19: SIGKILL at every named point between and inside the stages, first and second run, on the embedded database. */
import { describeEmbeddedFaults } from '../../support/fault-bench.ts';
import { killPointTests } from '../../support/kill-points.ts';

describeEmbeddedFaults('B19 a run killed at any point', killPointTests);
