/** A file of a national source → records, by the adapter that its declaration names. */
import type { LocatedRow } from '../../model/located.ts';
import type { NationalRecord } from '../../model/national-observation.ts';
import { readJson, sniffFile } from '../../readers/json.ts';
import type { ReadLimits } from '../../readers/limits.ts';
import type { DocumentReader } from '../../readers/read-document.ts';
import { readXml } from '../../readers/xml.ts';
import { readBelstat } from './belstat.ts';
import { readBnsCubeJson, readBnsCubeRows } from './bns-cube.ts';
import { readCisStat } from './cisstat.ts';
import { createEmissReader } from './emiss.ts';
import { readOpenDataJson, readOpenDataMeta, readOpenDataRows } from './open-data-kz.ts';
import { readPortalFigures } from './portal-figures.ts';
import type { RecordSink } from './record-sink.ts';
import { readSiat } from './siat.ts';
import type { DocumentSource } from './source.ts';
import { readTaldauTree } from './taldau.ts';

export interface NationalFile {
  readonly path: string;
  /** The answer of the meta call, where a format needs one beside its data. */
  readonly metaPath?: string;
}

export interface NationalReading {
  readonly documents: DocumentReader;
  readonly limits: ReadLimits;
  readonly signal?: AbortSignal;
}

/**
 * Reads a file; records come in blocks. Tables are streamed; a JSON document is read whole, within limits.
 * @throws ReadFault as the readers do
 */
export async function* readNationalFile(
  { path, metaPath }: NationalFile,
  source: DocumentSource,
  sink: RecordSink,
  { documents, limits, signal }: NationalReading,
): AsyncGenerator<readonly NationalRecord[]> {
  const json = (file: string) => readJson(file, limits, signal);
  const rows = async (): Promise<AsyncIterable<LocatedRow>> => {
    const { sheets } = await documents.read(path, sink.note);
    return sheets[0]?.rows ?? noRows();
  };
  switch (source.adapter) {
    case 'bns-cube-tsv':
      await readBnsCubeRows(await rows(), source, sink);
      break;
    case 'bns-cube-json':
      readBnsCubeJson(await json(path), source, sink);
      break;
    case 'taldau-tree':
      readTaldauTree(await json(path), source, sink);
      break;
    case 'open-data-kz': {
      if (metaPath === undefined) throw new RangeError(`${source.id} needs the answer of its meta call`);
      const meta = readOpenDataMeta(await json(metaPath), source, sink);
      if (meta === undefined) break;
      if ((await sniffFile(path)).content === 'json') readOpenDataJson(await json(path), meta, source, sink);
      else await readOpenDataRows(await rows(), meta, source, sink);
      break;
    }
    case 'portal-figures':
      await readPortalFigures(await rows(), source, sink);
      break;
    case 'siat':
      readSiat(await json(path), source, sink);
      break;
    case 'belstat-sdmx':
      readBelstat(await json(path), source, sink);
      break;
    case 'emiss-sdmx': {
      const message = createEmissReader(source, sink);
      for await (const _ of readXml(path, message, limits, signal)) yield sink.take();
      message.end();
      break;
    }
    case 'cisstat':
      readCisStat(await json(path), source, sink);
      break;
  }
  yield sink.take();
}

async function* noRows(): AsyncGenerator<LocatedRow> {}
