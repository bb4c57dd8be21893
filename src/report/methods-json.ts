/**
 * The registry as JSON, in the shape of its declarations: `editions[].indices.TII.tree.children[].weight` is
 * `{ value, evidence, source }`, an unknown value is null, and exact numbers are texts in lowest terms (`"1/3"`).
 * The EGDI has its tree over the published sub-indices. Extended, never renamed.
 */
import { egdiTree } from '../methodology/indices/egdi.ts';
import type { FurtherIndex } from '../methodology/indices/further.ts';
import type { EditionMethod } from '../methodology/method.ts';
import { INDEX_CODES, type IndexCode } from '../model/survey.ts';
import { exactAsText } from './exact-json.ts';

export interface AskedMethods {
  readonly methods: readonly EditionMethod[];
  readonly further: readonly FurtherIndex[];
  /** One index of each method; absent: all. */
  readonly index?: IndexCode | undefined;
}

export function methodsJson({ methods, further, index }: AskedMethods): string {
  const shape = {
    schema: 'egdi-methods/1',
    editions: methods.map((method) => editionShape(method, index)),
    further,
  };
  return JSON.stringify(shape, exactAsText, 2);
}

function editionShape(method: EditionMethod, index: IndexCode | undefined): unknown {
  const { edition, egdi, levels, ratingClasses, denominator } = method;
  const codes = index === undefined ? INDEX_CODES : [index];
  const indices = Object.fromEntries(
    codes.map((code) => {
      const rules = method.indices[code];
      return [code, { ...rules, tree: rules.tree ?? egdiTree(method, 'as-published') }];
    }),
  );
  const ofEgdi = codes.includes('EGDI') ? { egdi } : {};
  return { edition, ...ofEgdi, indices, levels, ratingClasses, denominator };
}
