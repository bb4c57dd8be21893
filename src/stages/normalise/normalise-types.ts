/** What normalise is given and what it gives back. */
import type { EditionMethod } from '../../methodology/method.ts';
import type { DeclaredAnomaly, WrongCode } from '../../model/declarations.ts';
import type { EditionSource, SourceRef } from '../../model/facts.ts';
import type { Issue } from '../../model/issue.ts';
import type { QuarantinedRow, StageCount } from '../../model/stage.ts';
import type { Edition } from '../../model/survey.ts';
import type { NameResolver } from '../../reference/name-resolver.ts';
import type { ValidRecord } from '../../sources/contract.ts';
import type { LayoutDeclaration } from '../../sources/layout.ts';

/** A declared edition as this stage needs it. */
export interface EditionMembers {
  readonly edition: Edition;
  readonly members: ReadonlySet<string>;
}

export interface NormaliseContext {
  readonly editions: ReadonlyMap<Edition, EditionMembers>;
  readonly methodOf: (edition: Edition) => EditionMethod | undefined;
  readonly names: NameResolver;
  readonly knownCodes: ReadonlySet<string>;
  readonly wrongCodes: readonly WrongCode[];
  readonly anomalies: readonly DeclaredAnomaly[];
}

export interface NormaliseInput {
  readonly source: SourceRef;
  readonly layout: LayoutDeclaration;
  readonly header: readonly (string | null)[];
  readonly records: readonly ValidRecord[];
  /** The edition that the file name or a parameter gives; null when neither does. */
  readonly namedEdition: { readonly edition: Edition; readonly by: 'the file name' | '--edition' } | null;
  /** Editions of which validation quarantined rows: these cannot be complete. */
  readonly damagedEditions: ReadonlySet<Edition>;
}

export interface NormalisedFile {
  readonly editions: readonly EditionSource[];
  /** Editions that this file cannot serve because of an error in it. */
  readonly refusedEditions: ReadonlySet<Edition>;
  readonly quarantined: readonly QuarantinedRow[];
  readonly issues: readonly Issue[];
  readonly counts: readonly StageCount[];
  /** The same counts by edition, for the summary of a run. */
  readonly editionCounts: ReadonlyMap<Edition, StageCount>;
}
