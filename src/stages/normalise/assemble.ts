/**
 * The second half of normalise: the sources of one edition → its primary and its cross-checks. Which source is
 * primary depends on declared precedence and completeness, never on the order of files; a partial source
 * fills nothing of a primary.
 */
import type {
  CompleteCountry,
  CountryFigures,
  EditionSource,
  Figure,
  PublishedEdition,
  SourceConflict,
} from '../../model/facts.ts';
import { type Issue, issue } from '../../model/issue.ts';
import { compare } from '../../model/rational.ts';
import { type Edition, INDEX_CODES } from '../../model/survey.ts';

export interface AssembledEdition {
  readonly edition: PublishedEdition | null;
  readonly conflicts: readonly SourceConflict[];
  readonly issues: readonly Issue[];
}

/** Assembles one edition from all that the sources say about it. */
export function assembleEdition(
  edition: Edition,
  sources: readonly EditionSource[],
  members: ReadonlySet<string>,
): AssembledEdition {
  const issues: Issue[] = [];
  const candidates = sources.filter(isPrimaryCandidate).sort(byPreference);
  const primary = candidates.find((candidate) => candidate.complete) ?? candidates[0];
  if (!primary) {
    const first = [...sources].sort(byPreference)[0];
    issues.push(
      issue('source-without-primary', `edition ${edition} has only cross-checks; none of them is loaded`, {
        ...(first ? { file: first.source.file, sha256: first.source.sha256 } : {}),
        edition,
        hint: 'add the official file of the edition',
      }),
    );
    return { edition: null, conflicts: [], issues };
  }
  if (!primary.complete) {
    for (const iso3 of members) {
      if (primary.countries.has(iso3)) continue;
      issues.push(
        issue('member-missing', `${iso3} has no row in the source of edition ${edition}`, {
          file: primary.source.file,
          sha256: primary.source.sha256,
          edition,
          iso3,
        }),
      );
    }
    return { edition: null, conflicts: [], issues };
  }

  const crossChecks = sources.filter((source) => source !== primary).sort(byPreference);
  const conflicts: SourceConflict[] = [];
  for (const other of crossChecks) {
    if (isPrimaryCandidate(other) && !other.complete) {
      issues.push(
        issue('source-partial', `covers ${other.countries.size} of ${members.size} members of ${edition}`, {
          file: other.source.file,
          sha256: other.source.sha256,
          edition,
        }),
      );
    }
    const found = conflictsBetween(primary, other);
    if (found.length > 0 && isEquallyRanked(primary, other)) {
      issues.push(...found.map((conflict) => undecided(conflict, primary)));
    } else {
      conflicts.push(...found);
    }
  }
  if (issues.some((found) => found.severity === 'error')) return { edition: null, conflicts, issues };

  const countries = [...primary.countries.values()]
    .map((country) => completeCountry(country))
    .sort((a, b) => (a.iso3 < b.iso3 ? -1 : 1));
  return { edition: { edition, primary, crossChecks, countries }, conflicts, issues };
}

function isPrimaryCandidate(source: EditionSource): boolean {
  return !source.source.crossCheckOnly;
}

/** Declared precedence, then completeness, then the hash: the same whatever the order of files. */
function byPreference(a: EditionSource, b: EditionSource): number {
  return (
    a.source.precedence - b.source.precedence ||
    Number(b.complete) - Number(a.complete) ||
    (a.source.sha256 < b.source.sha256 ? -1 : 1)
  );
}

function isEquallyRanked(a: EditionSource, b: EditionSource): boolean {
  return a.source.precedence === b.source.precedence && isPrimaryCandidate(b) && b.complete;
}

function conflictsBetween(primary: EditionSource, other: EditionSource): SourceConflict[] {
  const conflicts: SourceConflict[] = [];
  for (const [iso3, country] of other.countries) {
    const ours = primary.countries.get(iso3);
    for (const indexCode of INDEX_CODES) {
      const theirs = country.figures[indexCode];
      const mine = ours?.figures[indexCode];
      if (theirs && mine && !agree(mine, theirs)) {
        const edition = primary.edition;
        conflicts.push({ edition, iso3, indexCode, primary: mine, other: theirs, otherSource: other });
      }
    }
  }
  return conflicts;
}

function agree(a: Figure, b: Figure): boolean {
  if (a.status !== b.status) return false;
  return a.value === null || b.value === null ? a.value === b.value : compare(a.value, b.value) === 0;
}

function undecided(conflict: SourceConflict, primary: EditionSource): Issue {
  const { edition, iso3, indexCode, other, otherSource } = conflict;
  return issue(
    'source-conflict-undecided',
    `${iso3} ${edition} ${indexCode}: ${conflict.primary.text} here, ${other.text} in a file of equal standing`,
    {
      file: otherSource.source.file,
      sha256: otherSource.source.sha256,
      cell: other.cell,
      edition,
      iso3,
      indexCode,
      hint: `the other file is ${primary.source.file}; keep the one that is right`,
    },
  );
}

function completeCountry(country: CountryFigures): CompleteCountry {
  const { EGDI, OSI, TII, HCI, EPI } = country.figures;
  if (!EGDI || !OSI || !TII || !HCI || !EPI) {
    throw new RangeError(`${country.iso3}: a primary source must carry all five indices`);
  }
  return { ...country, figures: { EGDI, OSI, TII, HCI, EPI } };
}
