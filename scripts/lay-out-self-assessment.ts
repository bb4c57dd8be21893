/**
 * Lays out the example answers of `egdi assess`: invented, not those of any country. The questions of the Survey are not
 * published, so features have numbers for names. Deterministic; an argument names another output folder.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NOTE = 'invented answer; no question of the Survey';

interface Example {
  readonly name: string;
  /** Group → number of features, and of the features that are there. */
  readonly groups: Readonly<Record<string, readonly [features: number, yes: number]>>;
}

export const EXAMPLES: readonly Example[] = [
  {
    name: 'osi-2020-invented.csv',
    groups: { information: [50, 46], services: [80, 66], participation: [40, 31] },
  },
  {
    name: 'epi-2024-invented.csv',
    groups: { e_information: [30, 27], e_consultation: [28, 20], e_decision_making: [15, 6] },
  },
  {
    name: 'osi-2022-invented.csv',
    groups: {
      institutional_framework: [26, 22],
      content_provision: [8, 7],
      services_provision: [59, 48],
      e_participation: [56, 40],
      technology: [16, 13],
    },
  },
];

export function exampleCsv({ groups }: Example): string {
  const rows = Object.entries(groups).flatMap(([group, [features, yes]]) =>
    Array.from({ length: features }, (_, index) => {
      const feature = `invented-${group}-${String(index + 1).padStart(3, '0')}`;
      return `${feature},${group},${index < yes ? 1 : 0},${NOTE}`;
    }),
  );
  return `${['feature,group,answer,note', ...rows].join('\n')}\n`;
}

const [, script, folder] = process.argv;
if (script?.includes('lay-out-self-assessment')) {
  const out = folder ?? join(process.cwd(), 'fixtures', 'self-assessment');
  mkdirSync(out, { recursive: true });
  for (const example of EXAMPLES) writeFileSync(join(out, example.name), exampleCsv(example));
}
