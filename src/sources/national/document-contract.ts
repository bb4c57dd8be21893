/** The zod contract of a JSON document: what does not keep it is found with its path, and nothing of it is read. */
import type { z } from 'zod';
import { issue } from '../../model/issue.ts';
import { type Json, jsonPath } from '../../model/json.ts';
import type { RecordSink } from './record-sink.ts';

/** Findings that say what is wrong; the rest of a document of another shape is of no use to anybody. */
const SHOWN_PROBLEMS = 20;

/** The document as its contract types it; undefined, with findings, where it is another one. */
export function keepContract<T>(schema: z.ZodType<T>, document: Json, sink: RecordSink): T | undefined {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  for (const { path, message } of issues.slice(0, SHOWN_PROBLEMS)) {
    const place = jsonPath(path);
    sink.note(
      issue('document-unexpected', `${place}: ${message}`, {
        cell: { row: 1, path: place },
        hint: 'the publisher changed the format, or answered something else; nothing of it was read',
      }),
    );
  }
  return undefined;
}
