/** A departure from the declaration that has no effect is a mistake of whoever asks for it, and is refused. */
import { ComputationRefused } from '../refusal.ts';
import type { CompiledIndex, IndexOverrides } from './compiled-index.ts';

/**
 * Throws `ComputationRefused` (`specification-unused`) for an override that no computed node takes up. `depths` are
 * the depths at which groups are computed.
 */
export function refuseUnused(
  { nodes, positions, root }: CompiledIndex,
  overrides: IndexOverrides,
  depths: ReadonlySet<number>,
): void {
  const given = new Set(overrides.given);
  const groups = new Set(nodes.filter(({ kind }) => kind === 'group').map(({ code }) => code));
  const { aggregation } = overrides;
  const uses: [what: string, codes: Iterable<string>, isUsed: (code: string) => boolean][] = [
    ['a weight', overrides.weights?.keys() ?? [], (code) => positions.has(code) && code !== root],
    ['a rule for missing values', overrides.missing?.keys() ?? [], (code) => groups.has(code)],
    ['a preparation', overrides.steps?.keys() ?? [], (code) => positions.has(code) && !given.has(code)],
    ['a given column', given, (code) => positions.has(code)],
  ];
  if (aggregation && 'get' in aggregation) {
    uses.push(['an aggregation', aggregation.keys(), (code) => groups.has(code)]);
  }
  for (const [what, codes, isUsed] of uses) {
    for (const code of codes) if (!isUsed(code)) throw unused(root, `${what} is set for ${code}`);
  }
  if (aggregation && !('method' in aggregation) && !('get' in aggregation)) {
    for (const [depth, own] of aggregation.entries()) {
      if (own && !depths.has(depth)) throw unused(root, `an aggregation is set for depth ${depth}`);
    }
  }
}

function unused(root: string, what: string): ComputationRefused {
  return new ComputationRefused(
    'specification-unused',
    root,
    `${what}, which nothing that is computed takes up`,
    'see the codes of the index, and what is given instead of computed',
  );
}
