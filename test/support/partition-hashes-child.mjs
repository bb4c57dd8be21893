// Prints the partition hashes of the fixtures as the compiled program makes them, under the environment that
// the parent gives (TZ, LANG). Usage: node partition-hashes-child.mjs <dist> <input folder>
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, folder] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const { unSurvey } = await load('pipelines/un-survey/index.js');
const { createCatalogue } = await load('src/pipeline/catalogue.js');
const { processInputs } = await load('src/pipeline/run/process-inputs.js');
const { openDocumentReader } = await load('src/readers/read-document.js');
const { findInputs } = await load('src/stages/extract.js');
const { draftPartition, groupScoreRow, scoreRow } = await load('src/warehouse/versions/datasets.js');

const catalogue = createCatalogue(unSurvey);
const { files } = await findInputs([folder], {
  ignoredFiles: unSurvey.ignoredFiles,
  knownEditions: new Set(catalogue.editions.keys()),
  maxFileBytes: 50_000_000,
});
const reader = openDocumentReader();
try {
  const { editions } = await processInputs(files, {
    pipeline: unSurvey,
    catalogue,
    reader,
    givenEdition: null,
    signal: new AbortController().signal,
    onStage: () => undefined,
  });
  const hashes = editions.flatMap(({ published, scores, groupScores }) => {
    const key = String(published.edition);
    return [
      [`score ${key}`, draftPartition('score', key, scores.map(scoreRow)).contentSha256],
      [
        `group_score ${key}`,
        draftPartition('group_score', key, groupScores.map(groupScoreRow)).contentSha256,
      ],
    ];
  });
  const offsetMinutes = new Date(2024, 0, 1).getTimezoneOffset();
  const locale = new Intl.DateTimeFormat().resolvedOptions().locale;
  process.stdout.write(JSON.stringify({ offsetMinutes, locale, hashes }));
} finally {
  await reader.close();
}
