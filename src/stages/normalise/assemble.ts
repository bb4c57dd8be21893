/**
 * The second half of normalise: the sources of one edition → its primary and its cross-checks. Which source is
 * primary depends on declared precedence and completeness, never on the order of files; a partial source
 * fills nothing of a primary.
 */
import {
  type CompleteCountry,
  type CountryFigures,
  type EditionSource,
  isSameFigure,
  type PublishedEdition,
  type SourceConflict,
} from '../../model/facts.ts';
import { type Issue, issue } from '../../model/issue.ts';
import { subtract } from '../../model/rational.ts';
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
  for (const [iso3, theirs] of other.countries) {
    const ours = primary.countries.get(iso3);
    if (!ours) continue;
    const at = { edition: primary.edition, iso3, other: other.source };
    for (const indexCode of INDEX_CODES) {
      const [mine, their] = [ours.figures[indexCode], theirs.figures[indexCode]];
      if (!mine || !their || isSameFigure(mine, their)) continue;
      const difference = mine.value && their.value ? subtract(their.value, mine.value) : null;
      const texts = { primaryText: mine.text, otherText: their.text, otherCell: their.cell };
      conflicts.push({ ...at, indexCode, field: 'score', difference, ...texts });
    }
    const [mine, their] = [ours.egdiRank, theirs.egdiRank];
    if (mine && their && mine.value !== their.value) {
      const texts = { primaryText: mine.text, otherText: their.text, otherCell: their.cell };
      conflicts.push({ ...at, indexCode: 'EGDI', field: 'rank', difference: null, ...texts });
    }
  }
  return conflicts;
}

function undecided(conflict: SourceConflict, primary: EditionSource): Issue {
  const { edition, iso3, indexCode, other } = conflict;
  return issue(
    'source-conflict-undecided',
    `${conflict.field} ${conflict.primaryText ?? 'blank'} and ${conflict.otherText ?? 'blank'} in files of equal standing`,
    {
      file: other.file,
      sha256: other.sha256,
      cell: conflict.otherCell,
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
