/** `egdi assess`: a country's own answers to the questionnaire, as points, index and place. */
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import {
  assessPoints,
  type PointIndexCode,
  questionnaireOf,
  rankPoints,
  weightSubIndices,
} from '../../analysis/self-assessment.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { askedCountry } from '../../reference/country-query.ts';
import { assessmentJson, assessmentText, whatIfScoreJson, whatIfScoreText } from '../../report/assess.ts';
import { createPalette } from '../../report/text.ts';
import { readAnswerFile } from '../../sources/answer-file.ts';
import { readEditionFigures } from '../../warehouse/queries/edition-figures.ts';
import type { CommandFunction } from '../command.ts';
import type { CliContext } from '../context.ts';
import { readGivenFile } from '../given-file.ts';
import { askedMethod } from '../method-argument.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

export const assess: CommandFunction = async (cli, { args, options }) => {
  const file = String(args[0] ?? '');
  const method = askedMethod(String(options.edition));
  const indexCode = options.index as PointIndexCode;
  const isWhatIf = options.whatIf === true;
  const isRanked = options.rank !== false;
  const country = options.country as string | undefined;
  const iso3 = country === undefined ? null : askedCountry(country, method.edition, unSurvey);
  if (isWhatIf && indexCode === 'EPI') throw usage('--what-if is about the OSI since 2022');
  if (iso3 !== null && (isWhatIf || !isRanked))
    throw usage('--country is for a rank, which is not asked for');
  const palette = createPalette(cli.color);
  const { values: answers } = await readGivenFile(cli, file, 'answers', (document, path) =>
    readAnswerFile(document, path, questionnaireOf(method, indexCode)),
  );
  if (isWhatIf) {
    const weighted = weightSubIndices(answers, method);
    cli.print(cli.json ? whatIfScoreJson(file, weighted) : whatIfScoreText(file, weighted, palette));
    return EXIT.ok;
  }
  const assessment = assessPoints(answers, method, indexCode);
  const figures = isRanked ? await readFigures(cli, method.edition) : null;
  if (iso3 !== null && figures !== null && !figures.members.some((member) => member.iso3 === iso3)) {
    throw usage(`${iso3} was no member of the Survey in ${method.edition}`);
  }
  const report = {
    file,
    assessment,
    precision: method.indices[indexCode].precision.value,
    ranked: figures === null ? null : rankPoints(assessment, figures, method, iso3),
    releaseNo: figures?.releaseNo ?? null,
  };
  cli.print(cli.json ? assessmentJson(report) : assessmentText(report, palette));
  return EXIT.ok;
};

function readFigures(cli: CliContext, edition: number) {
  return withReadableWarehouse(cli, 'assess', (warehouse) =>
    warehouse.withTransaction((session) => readEditionFigures(session, edition), { readOnly: true }),
  );
}

function usage(message: string): EgdiError {
  return new EgdiError('usage', message, { exitCode: EXIT.usage });
}
