/** `egdi methods`: the editions at a glance, and one method with the evidence and source of each rule. */
import { METHOD_PARTS, type MethodFact, methodFacts, treeFacts } from '../analysis/methods/method-facts.ts';
import { aggregationWords, stepsWords } from '../analysis/methods/method-words.ts';
import type { GroupNode, IndexNode } from '../methodology/definition.ts';
import type { FurtherIndex } from '../methodology/indices/further.ts';
import type { EditionMethod } from '../methodology/method.ts';
import { componentsOf, nodesOf, weightText } from '../methodology/nodes.ts';
import { decimalText } from '../model/decimal.ts';
import { INDEX_CODES, SUB_INDEX_CODES } from '../model/survey.ts';
import { EVIDENCE_WORDS } from './evidence-words.ts';
import { type LabelledLine, labelledLines } from './labelled.ts';
import { type Palette, table } from './text.ts';

const PART_NAMES: Readonly<Record<string, string>> = {
  EGDI: 'EGDI · E-Government Development Index',
  OSI: 'OSI · Online Service Index',
  TII: 'TII · Telecommunication Infrastructure Index',
  HCI: 'HCI · Human Capital Index',
  EPI: 'EPI · E-Participation Index',
  groups: 'Levels, classes and group means',
};

const LIST_COLUMNS = [
  { title: 'edition' },
  { title: 'OSI/TII/HCI' },
  { title: 'OSI points', align: 'right' },
  { title: 'EPI points', align: 'right' },
  { title: 'TII', align: 'right' },
  { title: 'HCI', align: 'right' },
  { title: 'TII and HCI are' },
  { title: 'ranked on' },
  { title: 'unknown in' },
  { title: 'break before' },
] as const;

/** One line for each edition, then the other indices that are declared. */
export function methodListText(
  methods: readonly EditionMethod[],
  further: readonly FurtherIndex[],
  palette: Palette,
): string {
  return [
    table(LIST_COLUMNS, methods.map(listRow), palette),
    [
      palette.dim(
        'TII, HCI: number of components. Points: range of the questionnaire points among the members.',
      ),
      palette.dim(
        'Unknown in: indices with a rule that no source gives; they are loaded as published, not recomputed.',
      ),
    ].join('\n'),
    `Also declared: ${further.map(({ id, name }) => `${id} (${name})`).join(', ')}`,
    'One method with sources: egdi methods 2018. What changed: egdi methods --diff 2018 2020',
  ].join('\n\n');
}

function listRow(method: EditionMethod): string[] {
  const { egdi, indices } = method;
  const points = (code: 'OSI' | 'EPI') => {
    const lattice = indices[code].lattice?.value;
    if (lattice === undefined) return `${componentsOf(indices[code]).length} parts`;
    const halves = lattice.step.num < lattice.step.den ? ` by ${decimalText(lattice.step)}` : '';
    return `${decimalText(lattice.range)}${halves}`;
  };
  const { kind } = egdi.rankBasis.value;
  return [
    String(method.edition),
    SUB_INDEX_CODES.map((code) => weightText(egdi.weights.value[code])).join(' '),
    points('OSI'),
    points('EPI'),
    String(componentsOf(indices.TII).length),
    String(componentsOf(indices.HCI).length),
    standardisedText(method),
    egdi.rankBasis.value.kind === 'rounded' ? `${egdi.rankBasis.value.decimals} decimals` : kind.slice(0, 9),
    unknownIn(method).join(' ') || '–',
    indices.EGDI.breakBefore?.value ?? '–',
  ];
}

function standardisedText({ indices }: EditionMethod): string {
  const isFinal = (indices.HCI.tree?.steps.value ?? []).length > 0;
  if (!isFinal) return 'means of shares, no min–max';
  const components = componentsOf(indices.TII);
  if (components.some((node) => node.steps.value === null)) return 'HCI z-scored, TII unknown; min–maxed';
  const steps = components.flatMap((node) => node.steps.value ?? []);
  const cap = steps.find((step) => step.kind === 'cap');
  return `${cap === undefined ? '' : `capped at ${cap.at}, `}z-scored, min–maxed`;
}

/** The indices whose construction has an unknown rule. */
export function unknownIn(method: EditionMethod): string[] {
  const unknown = methodFacts(method).filter(({ text, name }) => text === null && name !== 'rank rule');
  return INDEX_CODES.filter((code) => unknown.some(({ part }) => part === code));
}

/** A method whole, or one index of it. */
export function methodText(method: EditionMethod, part: string | undefined, palette: Palette): string {
  const facts = methodFacts(method).filter((fact) => part === undefined || fact.part === part);
  const parts = METHOD_PARTS.filter((code) => facts.some((fact) => fact.part === code));
  const sections = parts.map((code) => {
    const of = facts.filter((fact) => fact.part === code);
    const series = code === 'groups' ? [] : seriesLines(method.indices[code].tree, palette);
    return [palette.bold(PART_NAMES[code] ?? code), ...series, ...factLines(of, palette)].join('\n');
  });
  return [palette.bold(`Method of the ${method.edition} edition`), ...sections].join('\n\n');
}

export function furtherIndexText({ root, publisher }: FurtherIndex, palette: Palette): string {
  return [
    palette.bold(`${root.name} (${publisher})`),
    treeTable(root, palette),
    [palette.bold('Rules'), ...factLines(mergedFacts(root), palette)].join('\n'),
  ].join('\n\n');
}

/** Rules that several groups share, said once with the groups; what they are made of is in the table. */
function mergedFacts(root: GroupNode): MethodFact[] {
  const merged = new Map<string, { fact: MethodFact; nodes: string[] }>();
  for (const fact of treeFacts(root).filter(({ name }) => name !== 'components')) {
    const key = JSON.stringify([fact.name, fact.text, fact.basis]);
    const same = merged.get(key);
    if (same === undefined) merged.set(key, { fact, nodes: [fact.node] });
    else same.nodes.push(fact.node);
  }
  const groups = nodesOf(root).filter(({ kind }) => kind === 'group').length;
  const found = [...merged.values()].map(({ fact, nodes }) => ({
    ...fact,
    text: `${fact.text ?? 'unknown'}${nodes.length === groups ? '' : ` (${nodes.join(', ')})`}`,
  }));
  const names = [...new Set(found.map(({ name }) => name))];
  return names.flatMap((name) => found.filter((fact) => fact.name === name));
}

/** Each value, then how it is known. */
function factLines(facts: readonly MethodFact[], palette: Palette): string[] {
  const lines: LabelledLine[] = [];
  for (const { name, text, basis } of facts) {
    lines.push([name, text ?? 'unknown', text === null ? palette.warn : undefined]);
    for (const { evidence, source } of basis) {
      lines.push(['', `${EVIDENCE_WORDS[evidence]}: ${source}`, palette.dim]);
    }
  }
  return labelledLines(lines, palette);
}

function seriesLines(tree: GroupNode | null, palette: Palette): string[] {
  return tree === null ? [] : [treeTable(tree, palette), ''];
}

function treeTable(root: GroupNode, palette: Palette): string {
  const columns = [
    { title: '  code' },
    { title: 'name' },
    { title: 'weight' },
    { title: 'unit' },
    { title: 'what is done' },
    { title: 'publisher' },
  ];
  const row = (node: IndexNode, depth: number): string[] => [
    `${'  '.repeat(depth + 1)}${node.code}`,
    node.name,
    node.weight.value === null ? '?' : weightText(node.weight.value),
    node.kind === 'indicator' ? node.unit : '',
    doneText(node),
    node.kind === 'indicator' ? (node.publisher ?? '') : '',
  ];
  const rows = (node: IndexNode, depth: number): string[][] => [
    row(node, depth),
    ...(node.kind === 'group' ? node.children.flatMap((child) => rows(child, depth + 1)) : []),
  ];
  return table(columns, rows(root, 0), palette);
}

function doneText(node: IndexNode): string {
  const steps = node.steps.value === null ? 'unknown' : stepsWords(node.steps.value);
  const turned = node.kind === 'indicator' && node.direction.value === -1 ? 'less is better' : '';
  const mean =
    node.kind === 'group' && node.aggregation.value !== null ? aggregationWords(node.aggregation.value) : '';
  return [mean, turned, steps].filter((text) => text !== '').join(', ');
}
