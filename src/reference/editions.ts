/**
 * The editions of the Survey: which came before which, how many members each assesses, and the day on which
 * dated facts (UN membership, membership of a group) are looked up for it. Data years lie before the
 * edition.
 */
import type { Edition } from '../model/survey.ts';
import { COUNTRIES, isMemberOn } from './countries.ts';

export interface EditionRecord {
  readonly edition: Edition;
  readonly previousEdition: Edition | null;
  /** Members of the United Nations assessed, with or without a score. */
  readonly memberCount: number;
  /** ISO date; null where no source for the day is at hand. */
  readonly publishedOn: string | null;
  /** What the report of the time calls the EGDI. */
  readonly indexNameThen: string;
}

const READINESS = 'E-government Readiness Index';
const DEVELOPMENT = 'E-Government Development Index';

export const EDITIONS: readonly EditionRecord[] = [
  edition(2003, null, 191, READINESS),
  edition(2004, 2003, 191, READINESS),
  edition(2005, 2004, 191, READINESS),
  edition(2008, 2005, 192, READINESS),
  edition(2010, 2008, 192, DEVELOPMENT),
  edition(2012, 2010, 193, DEVELOPMENT),
  edition(2014, 2012, 193, DEVELOPMENT),
  edition(2016, 2014, 193, DEVELOPMENT),
  edition(2018, 2016, 193, DEVELOPMENT),
  edition(2020, 2018, 193, DEVELOPMENT),
  edition(2022, 2020, 193, DEVELOPMENT),
  // UN DESA press release of that day.
  edition(2024, 2022, 193, DEVELOPMENT, '2024-09-17'),
];

/**
 * The day for which dated facts are looked up: 1 July of the edition's year. THE place that decides it.
 *
 * Why mid-year: an edition bears the year in which it comes out, and readers of "the EU in the 2004 edition"
 * mean the 25 members of that year, not the 15 of the year before; of 2020, the 27 without the United
 * Kingdom. Only one edition's day of publication is established, so one rule serves all. It is our
 * convention, not the Survey's: a published group mean may count otherwise.
 */
export function referenceDateOf(edition: Edition): string {
  return `${edition}-07-01`;
}

/** ISO 3166-1 alpha-3 codes of the members that the edition assesses, in code order. */
export function membersOf(edition: Edition): readonly string[] {
  const date = referenceDateOf(edition);
  return COUNTRIES.filter((country) => isMemberOn(country, date)).map((country) => country.iso3);
}

function edition(
  year: Edition,
  previousEdition: Edition | null,
  memberCount: number,
  indexNameThen: string,
  publishedOn: string | null = null,
): EditionRecord {
  return { edition: year, previousEdition, memberCount, publishedOn, indexNameThen };
}
