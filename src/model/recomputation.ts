/**
 * A sub-index recomputed from its components: a diagnostic beside the published value, never in its place. The Survey's
 * own input tables are not published; inputs come from those who publish the series, of whatever vintage there is.
 */

/**
 * What is done about countries that lack an input, while means, deviations and extremes run over all members.
 *
 * - `complete-cases`: they take no part, and the others are measured among themselves;
 * - `gaps-mean`: a missing input is the mean of the observed ones;
 * - `available`: the mean of the inputs that are there;
 * - `gaps-closed`: a missing input is solved from the country's own published value. Circular for these countries, so
 *   they are left out of every count; it gives the others the frame that the Survey had;
 * - `gaps-closed-assumed`: the same after inputs that are declared assumptions, where any are declared.
 *
 * The first three use no published value (“blind”).
 */
export const TREATMENTS = [
  'gaps-closed',
  'gaps-closed-assumed',
  'complete-cases',
  'gaps-mean',
  'available',
] as const;
export type Treatment = (typeof TREATMENTS)[number];

/** Bounds of the absolute error below which countries are counted. */
export const CLOSENESS_BOUNDS = [0.0001, 0.0005, 0.001, 0.01, 0.02] as const;
