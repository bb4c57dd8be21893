/** How OpenLineage names a local file: the namespace `file`, and its path. */
import { resolve } from 'node:path';

export function inputName(file: string): { readonly namespace: 'file'; readonly name: string } {
  return { namespace: 'file', name: resolve(file).replaceAll('\\', '/') };
}
