/** B19: SIGKILL at every named point between and inside the stages, first and second run, on a server. */
import { describeServerFaults } from '../../support/fault-bench.ts';
import { killPointTests } from '../../support/kill-points.ts';

describeServerFaults('B19 a run killed at any point', killPointTests);
