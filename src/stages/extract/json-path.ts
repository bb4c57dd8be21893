/** Ways into a JSON document, as declared. */
import type { JsonPath, JsonValue } from '../../model/http-origin.ts';

/** What lies at the end of the path; undefined when it leads nowhere, or to more than one place. */
export function valueAt(document: JsonValue, path: JsonPath): JsonValue | undefined {
  let here: JsonValue | undefined = document;
  for (const part of path) {
    if (here === undefined || here === null || typeof here !== 'object') return undefined;
    if (typeof part === 'string') {
      here = !Array.isArray(here) && Object.hasOwn(here, part) ? here[part] : undefined;
    } else if (!Array.isArray(here)) {
      return undefined;
    } else if (typeof part === 'number') {
      here = here.at(part);
    } else {
      const found: JsonValue[] = here.filter((one) => isRecord(one) && isCode(one[part.key], part.equals));
      here = found.length === 1 ? found[0] : undefined;
    }
  }
  return here;
}

/** The path as people write it: `data[0].file`. */
export function formatPath(path: JsonPath): string {
  if (path.length === 0) return 'the document';
  return path
    .map((part, index) => {
      if (typeof part === 'string') return index === 0 ? part : `.${part}`;
      return typeof part === 'number' ? `[${part}]` : `[${part.key} = ${part.equals}]`;
    })
    .join('');
}

function isCode(value: JsonValue | undefined, code: string | number): boolean {
  return (typeof value === 'string' || typeof value === 'number') && String(value) === String(code);
}

function isRecord(value: JsonValue): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
