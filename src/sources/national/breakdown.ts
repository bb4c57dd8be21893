/** Members of breakdowns by the declaration of their source. */
import type { Dimensions } from '../../model/national-observation.ts';
import type { DimensionDeclaration } from './source.ts';

export type MemberAnswer =
  | { readonly kind: 'known'; readonly dimensions: Dimensions }
  | { readonly kind: 'left-out' }
  | { readonly kind: 'unknown'; readonly message: string };

/** What the printed members say; the first unknown one decides. Spaces are folded, nothing else. */
export function membersOf(
  printed: readonly (readonly [declaration: DimensionDeclaration, member: string])[],
  fixed: Dimensions,
): MemberAnswer {
  const dimensions: Record<string, string> = { ...fixed };
  let isLeftOut = false;
  for (const [{ name, members, leftOut }, text] of printed) {
    const member = text.replace(/[\s\u00a0]+/g, ' ').trim();
    if (leftOut.includes(member)) {
      isLeftOut = true;
      continue;
    }
    if (!Object.hasOwn(members, member)) {
      return { kind: 'unknown', message: `“${member.slice(0, 60)}” is no declared member of ${name}` };
    }
    const code = members[member];
    if (code !== null && code !== undefined) dimensions[name] = code;
  }
  return isLeftOut ? { kind: 'left-out' } : { kind: 'known', dimensions };
}
