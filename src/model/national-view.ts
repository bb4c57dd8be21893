/** The national view of a country as the published release has it: figures by component and period, and declarations. */
import type { Comparability, ComponentCode } from './component-counterpart.ts';
import type { ValueBound } from './national-observation.ts';
import type { NationalPeriod } from './national-period.ts';

export type SourceKind = 'international' | 'national';

/** A declared counterpart, of every country (international) or of the one asked about. */
export interface DeclaredCounterpart {
  readonly counterpartId: string;
  readonly component: ComponentCode;
  readonly sourceKind: SourceKind;
  readonly preference: number;
  /** Null: no counterpart is known. */
  readonly indicatorCode: string | null;
  readonly denominatorCode: string | null;
  readonly factor: string;
  readonly comparability: Comparability;
  readonly ageBand: string | null;
  readonly note: string;
}

/** One figure: published, or a ratio of two published ones. */
export interface ViewFigure {
  readonly component: ComponentCode;
  /** Calendar year in which the period ends. */
  readonly year: number;
  readonly sourceKind: SourceKind;
  readonly counterpartId: string;
  readonly preference: number;
  readonly comparability: Comparability;
  readonly indicatorCode: string;
  readonly denominatorCode: string | null;
  /** Exact decimal text; null unless observed. */
  readonly value: string | null;
  readonly status: string;
  readonly bound: ValueBound;
  readonly period: NationalPeriod;
  readonly isEstimated: boolean;
  readonly isPreliminary: boolean;
  readonly ageBand: string | null;
  /** The international value of the same year. */
  readonly referenceCounterpartId: string | null;
  readonly referenceValue: string | null;
  readonly difference: string | null;
  readonly numeratorValue: string | null;
  readonly denominatorValue: string | null;
  readonly denominatorPeriodEnd: string | null;
  readonly valueNote: string | null;
  readonly file: string | null;
  readonly cell: string | null;
  readonly denominatorFile: string | null;
  readonly denominatorCell: string | null;
}

export interface NationalView {
  readonly releaseNo: number;
  readonly iso3: string;
  readonly name: string;
  /** International ones and those of the country, in the order of components and preference. */
  readonly counterparts: readonly DeclaredCounterpart[];
  /** In the order of components, years and sources; empty where the country has no declared counterparts. */
  readonly figures: readonly ViewFigure[];
}
