/** What a declaration of inputs is: which series of the warehouse stand for the components of a sub-index. */
import { z } from 'zod';

const text = z.string().min(1);
const iso3 = z.string().regex(/^[A-Z]{3}$/);

/** How much is known about the method that the registry declares for the edition. */
export const METHOD_STATUSES = [
  /** The published values show it: order of operations, weights, caps. */
  'exact',
  /** Up to a choice that the published values do not decide. */
  'identified in part',
  /** Described, and not contradicted by what inputs there are. */
  'plausible',
  'unknown',
] as const;
export type MethodStatus = (typeof METHOD_STATUSES)[number];

export const inputSeriesSchema = z.strictObject({
  /** Of the warehouse: `itu:i99H`. */
  indicatorCode: text,
  /** First day of the year whose values are taken. */
  period: z.iso.date(),
  /** In which the series is loaded; another unit is passed over. */
  unit: text,
});

export const inputSetSchema = z.strictObject({
  edition: z.int().min(2003),
  indexCode: z.enum(['TII', 'HCI']),
  method: z.enum(METHOD_STATUSES).exclude(['unknown']),
  /** Ids of the registry → series in order of preference. A component is taken from one series as a whole. */
  components: z.record(z.string().regex(/^[a-z_]+$/), z.array(inputSeriesSchema)),
  /** What is known about data years and vintages, and how. */
  note: text,
  /** Component → country → value: no data, and used by the treatment that says so only. */
  assumed: z.record(text, z.record(iso3, z.number())),
  assumedNote: text.nullable(),
});

export type InputSeries = z.infer<typeof inputSeriesSchema>;
export type InputSet = z.infer<typeof inputSetSchema>;
