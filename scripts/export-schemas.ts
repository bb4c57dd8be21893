/** Writes the JSON Schemas of documents that others read or write: `npm run schemas`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runArtifactJsonSchema } from '../src/report/artifacts/run-artifact-schema.ts';
import { seriesDeclarationJsonSchema } from '../src/sources/national/series-declaration.ts';
import { tableDeclarationJsonSchema } from '../src/sources/tables/table-declaration.ts';

const folder = join(process.cwd(), 'schemas');
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'run.schema.json'), `${JSON.stringify(runArtifactJsonSchema(), null, 2)}\n`);
await writeFile(
  join(folder, 'table.schema.json'),
  `${JSON.stringify(tableDeclarationJsonSchema(), null, 2)}\n`,
);
await writeFile(
  join(folder, 'series.schema.json'),
  `${JSON.stringify(seriesDeclarationJsonSchema(), null, 2)}\n`,
);
