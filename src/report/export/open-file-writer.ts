/** From a format to its writer. */
import type { ExportFormat, FileTarget, FileWriter } from './file-format.ts';

/** Opens a writer; a format's library is loaded when it is asked for. */
export async function openFileWriter(format: ExportFormat, target: FileTarget): Promise<FileWriter> {
  switch (format) {
    case 'csv':
      return (await import('./csv-file.ts')).openCsvFile(target);
    case 'json':
      return (await import('./json-file.ts')).openJsonFile(target);
    case 'parquet':
      return (await import('./parquet-file.ts')).openParquetFile(target);
    case 'xlsx':
      return (await import('./xlsx-file.ts')).openXlsxFile(target);
  }
}
