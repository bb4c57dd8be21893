/**
 * What the published release knows about one country in one edition, from score to cell: the material of
 * `egdi explain`. Owned by warehouse/. Numerics are texts, so that every digit survives.
 */
import { EgdiError, EXIT } from '../../model/error.ts';
import { isRecomputed } from '../../model/recomputation.ts';
import type { IndexCode } from '../../model/survey.ts';
import type { Session } from '../connection/session.ts';
import { requirePublished } from '../releases/releases.ts';
import { editionsHint } from './edition-figures.ts';
import {
  DEVIATIONS_SQL,
  EVIDENCE_SQL,
  FIGURES_SQL,
  METHODOLOGIES_SQL,
  SUBJECT_SQL,
} from './figure-explanation-sql.ts';
import type {
  Deviation,
  Evidence,
  Explanation,
  Figure,
  FigureFacts,
  Methodology,
  SourceFile,
  Subject,
} from './figure-explanation-types.ts';
import { readRecomputations } from './recomputations.ts';

export interface FigureKey {
  readonly iso3: string;
  readonly edition: number;
  readonly indexCode: IndexCode;
}

/**
 * Explains a figure of the published release. To be called in a read-only transaction, so that all of it is of one
 * release.
 * @throws EgdiError `nothing-published` (exit 7), `edition-unknown`, `not-a-member` (exit 2)
 */
export async function explainFigure(session: Session, key: FigureKey): Promise<Explanation> {
  const published = await requirePublished(session);
  const read = async <Row>(sql: string, ...params: unknown[]): Promise<Row[]> =>
    (await session.query(sql, params)).rows as unknown[] as Row[];

  const { iso3, edition, indexCode } = key;
  const [subject] = await read<Subject>(SUBJECT_SQL, published.releaseNo, iso3, String(edition));
  if (subject === undefined) throw await unknownEdition(session, published.releaseNo, edition);
  const facts = await read<FigureFacts>(FIGURES_SQL, iso3, edition);
  const asked = facts.find((fact) => fact.indexCode === indexCode);
  if (asked === undefined) throw notAMember(subject);

  const methodologies = await read<Methodology>(METHODOLOGIES_SQL, edition);
  const deviations = await read<Deviation>(DEVIATIONS_SQL, iso3, edition);
  const cells = await read<Evidence & SourceFile & { indexCode: string }>(
    EVIDENCE_SQL,
    published.releaseNo,
    iso3,
    String(edition),
  );
  const figures = facts.map((fact): Figure => {
    const { deviationId, rankDeviationId, methodologyId, ...rest } = fact;
    return {
      ...rest,
      deviation: deviations.find(({ id }) => id === deviationId) ?? null,
      rankDeviation: deviations.find(({ id }) => id === rankDeviationId) ?? null,
      methodology: required(methodologies.find(({ id }) => id === methodologyId)),
      evidence: cells.filter((cell) => cell.indexCode === fact.indexCode).map(evidenceOf),
    };
  });
  const figure = required(figures.find((found) => found.indexCode === indexCode));
  const inputs = indexCode === 'EGDI' ? figures.filter(({ parentCode }) => parentCode === 'EGDI') : [];
  const shown = new Set(
    [figure, ...inputs].flatMap(({ evidence }) => evidence.map((cell) => cell.fileSha256)),
  );
  const parent =
    figure.parentCode === null
      ? undefined
      : figures.find(({ indexCode: code }) => code === figure.parentCode);
  return {
    subject,
    figure,
    inputs,
    fromComponents: isRecomputed(indexCode) ? await readRecomputations(session, key) : null,
    weightInParent: parent === undefined ? null : weightOf(parent.methodology, indexCode),
    isZeroInParent: parent?.componentMissingAsZero === true && figure.scorePublished === null,
    files: [...new Map(cells.map((cell) => [cell.sha256, fileOf(cell)])).values()].filter(({ sha256 }) =>
      shown.has(sha256),
    ),
  };
}

/** The weight of a sub-index as the methodology prints it: `OSI 1/3, TII 1/3, HCI 1/3`. */
export function weightOf(methodology: Methodology, indexCode: string): string | null {
  return listed(methodology.weights, indexCode);
}

/** The decimals an input is rounded to first: `OSI 4, TII 4, HCI 5`. */
export function inputDecimalsOf(methodology: Methodology, indexCode: string): number | null {
  const decimals = listed(methodology.inputDecimals, indexCode);
  return decimals === null ? null : Number(decimals);
}

function listed(list: string | null, indexCode: string): string | null {
  const entry = list?.split(', ').find((part) => part.startsWith(`${indexCode} `));
  return entry?.slice(indexCode.length + 1) ?? null;
}

function evidenceOf({ field, role, printedText, sheet, row, column, ...rest }: Evidence): Evidence {
  const { fileName, fileSha256, publisher, runId, correctedText, release } = rest;
  return {
    field,
    role,
    printedText,
    sheet,
    row,
    column,
    fileName,
    fileSha256,
    publisher,
    runId,
    correctedText,
    release,
  };
}

function fileOf(cell: SourceFile): SourceFile {
  const { sha256, fileName, publisher, title, url, licence, retrievedOn, publishedOn, layoutId, originNote } =
    cell;
  return { sha256, fileName, publisher, title, url, licence, retrievedOn, publishedOn, layoutId, originNote };
}

async function unknownEdition(session: Session, releaseNo: number, edition: number): Promise<EgdiError> {
  const rows = await session.db
    .selectFrom('warehouse.release_partition')
    .select('partition_key')
    .where('release_no', '=', releaseNo)
    .where('dataset', '=', 'score')
    .orderBy('partition_key')
    .execute();
  const known = rows.map((row) => row.partition_key);
  const near = known.filter((key) => Math.abs(Number(key) - edition) <= 2);
  const meant =
    near.length > 0 && !known.includes(String(edition)) ? `did you mean ${near.join(' or ')}? ` : '';
  return new EgdiError('edition-unknown', `release ${releaseNo} has no edition ${edition}`, {
    exitCode: EXIT.usage,
    hint: `${meant}${editionsHint(known.map(Number))}`,
  });
}

function notAMember({ country, edition }: Subject): EgdiError {
  const since = country.memberFrom === null ? '' : ` (a member since ${country.memberFrom})`;
  const message = `${country.name} was no member of the United Nations in the ${edition.edition} edition${since}`;
  return new EgdiError('not-a-member', message, {
    exitCode: EXIT.usage,
    ...(country.note === null ? {} : { hint: country.note }),
  });
}

/** Foreign keys of the reporting tables see to it. */
function required<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('the reporting tables contradict each other');
  return found;
}
