/**
 * What a pipeline may declare about its data. Declarations say what is so and why; how it is done is code.
 */
import type { Edition, IndexCode } from './survey.ts';

/** A spelling of a country name. Matching is exact after trimming; nothing is guessed. */
export interface CountryAlias {
  readonly name: string;
  readonly iso3: string;
  /** `seen` in a real file, or `unverified` general knowledge. */
  readonly evidence: 'seen' | 'unverified';
  /** Where the spelling means this country in some editions only. */
  readonly editions?: readonly Edition[];
}

/** A territory that the Survey does not cover, with a word to whoever finds it in a file. */
export interface NotSurveyUnit {
  readonly name: string;
  readonly note: string;
}

/** A code known to be wrong in a public copy: the name decides. */
export interface WrongCode {
  readonly code: string;
  readonly iso3: string;
  readonly seenIn: string;
}

/** A figure outside its range that is the publisher's own and is kept. */
export interface DeclaredAnomaly {
  readonly edition: Edition;
  readonly iso3: string;
  readonly indexCode: IndexCode;
  /** The figure as it must stand, so that the declaration ends when the source is corrected. */
  readonly value: string;
  readonly reason: string;
}

/** A published figure that recomputation does not reproduce, and why that is accepted. */
export interface DeclaredDeviation {
  readonly id: string;
  readonly edition: Edition;
  readonly iso3: string;
  readonly indexCode: IndexCode;
  readonly kind: 'score' | 'rank';
  /** The published figure it is about; another one is no longer covered. */
  readonly published: string;
  readonly recomputed: string;
  readonly reason: string;
  /** Deviations that this one follows from. */
  readonly causedBy: readonly string[];
  readonly evidence: string;
}

/** A mean that the publisher printed. */
export interface PublishedMean {
  readonly edition: Edition;
  readonly groupCode: string;
  readonly indexCode: IndexCode;
  readonly mean: string;
  readonly source: string;
  readonly evidence: 'stated' | 'published_secondary' | 'recalled_consistent';
}

/** Where a source comes from; kept with every snapshot. */
export interface Origin {
  readonly publisher: string;
  readonly title: string;
  readonly url: string | null;
  readonly licence: string;
  readonly retrievedOn: string | null;
  readonly publishedOn: string | null;
  readonly note?: string;
}

/** An edition that is declared for loading although its method is unknown. */
export interface DeclaredEdition {
  readonly edition: Edition;
  readonly previousEdition: Edition;
  readonly memberCount: number;
  readonly publishedOn: string | null;
  readonly note: string;
}
