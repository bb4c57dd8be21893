/**
 * Which series stand for a component of TII and HCI: those of the international publishers that the Survey takes, and
 * those of a country's own offices beside them. A counterpart is no substitute: why the two are not the same thing
 * belongs to its declaration.
 */
import { z } from 'zod';

export const COMPONENT_CODES = [
  'internet_users',
  'fixed_telephone',
  'mobile_cellular',
  'fixed_broadband',
  'active_mobile_broadband',
  'adult_literacy',
  'gross_enrolment_ratio',
  'expected_years_of_schooling',
  'mean_years_of_schooling',
] as const;
export type ComponentCode = (typeof COMPONENT_CODES)[number];

/** Index, name and unit of each component; the unit in which its counterparts are compared. */
export const COMPONENTS: Readonly<
  Record<ComponentCode, { readonly index: 'TII' | 'HCI'; readonly name: string; readonly unit: string }>
> = {
  internet_users: { index: 'TII', name: 'Internet users', unit: 'percent of population' },
  fixed_telephone: { index: 'TII', name: 'Fixed-telephone subscriptions', unit: 'per 100 inhabitants' },
  mobile_cellular: { index: 'TII', name: 'Mobile-cellular subscriptions', unit: 'per 100 inhabitants' },
  fixed_broadband: { index: 'TII', name: 'Fixed-broadband subscriptions', unit: 'per 100 inhabitants' },
  active_mobile_broadband: {
    index: 'TII',
    name: 'Active mobile-broadband subscriptions',
    unit: 'per 100 inhabitants',
  },
  adult_literacy: { index: 'HCI', name: 'Adult literacy', unit: 'percent' },
  gross_enrolment_ratio: { index: 'HCI', name: 'Gross enrolment ratio, all levels', unit: 'percent' },
  expected_years_of_schooling: { index: 'HCI', name: 'Expected years of schooling', unit: 'years' },
  mean_years_of_schooling: { index: 'HCI', name: 'Mean years of schooling', unit: 'years' },
};

/** A component under the code that some editions have for it. */
export function componentOf(treeCode: string): ComponentCode | undefined {
  const code = treeCode === 'wireless_broadband' ? 'active_mobile_broadband' : treeCode;
  return COMPONENT_CODES.find((one) => one === code);
}

/** How far a counterpart can stand for the international series. */
export const COMPARABILITIES = [
  /** The international series itself. */
  'reference',
  /** The same concept by and large: its level may be put beside the international one. */
  'level',
  /** Another definition: its change over time says something, its level does not. */
  'change',
  /** About the same subject, and no measure of the component. */
  'context',
  /** No counterpart is known. */
  'none',
] as const;
export type Comparability = (typeof COMPARABILITIES)[number];

const SERIES = z.strictObject({
  indicatorCode: z.string().min(1),
  /** Members of its breakdown, such as `age=6-74`; empty for the total. */
  breakdown: z.string().default(''),
});

const COUNTERPART = z
  .strictObject({
    /** Key: `KAZ:mobile-density`. */
    counterpartId: z.string().regex(/^[A-Za-z0-9_:.-]+$/),
    component: z.enum(COMPONENT_CODES),
    /** Null: of every country. */
    iso3: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullable()
      .default(null),
    /** 1 is looked at first; among international ones it says which is the reference. */
    preference: z.int().min(1).default(1),
    series: SERIES.nullable(),
    /** The value is series × factor, divided by this one where it is declared. */
    denominator: SERIES.nullable().default(null),
    /** Exact decimal text. */
    factor: z
      .string()
      .regex(/^\d+(?:\.\d+)?$/)
      .default('1'),
    comparability: z.enum(COMPARABILITIES),
    /** Whom the series asks or counts; null: everybody, or not said. */
    ageBand: z.string().nullable().default(null),
    note: z.string().min(1),
  })
  .refine(({ series, comparability }) => (series === null) === (comparability === 'none'), {
    message: 'a counterpart without a series is none, and one with a series is some',
  })
  .refine(({ iso3, comparability }) => (iso3 === null) === (comparability === 'reference'), {
    message: 'an international series is the reference, a national one is of a country',
  });

export type ComponentCounterpart = z.output<typeof COUNTERPART>;
export type ComponentCounterpartInput = z.input<typeof COUNTERPART>;

/**
 * Checks declarations and fills in their defaults. Throws a ZodError with the path of what is wrong, and `RangeError`
 * where two have one id or the same component, country and preference.
 */
export function parseCounterparts(
  declared: readonly ComponentCounterpartInput[],
): readonly ComponentCounterpart[] {
  const counterparts = z.array(COUNTERPART).parse(declared);
  const seen = new Set<string>();
  for (const { counterpartId, component, iso3, preference } of counterparts) {
    for (const key of [counterpartId, `${iso3 ?? 'every country'} ${component} ${preference}`]) {
      if (seen.has(key)) throw new RangeError(`counterpart ${key} is declared twice`);
      seen.add(key);
    }
  }
  return counterparts;
}
