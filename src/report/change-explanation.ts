/** `egdi explain KAZ 2016 2018`: why a score and a rank changed, for people. Signs are said in words. */
import type { MethodBreak } from '../analysis/change/comparability.ts';
import type { ChangeEnd, ChangeExplanation, ChangePart } from '../analysis/change/rank-change.ts';
import { weightText } from '../methodology/nodes.ts';
import { type Rational, toFixed, toNumber } from '../model/rational.ts';
import { labelledLines, wrapText } from './labelled.ts';
import { type Palette, table } from './text.ts';

/** Names shown of those who passed or were passed. */
const MOST_NAMES = 12;
const WIDTH = 98;

/** What is printed for people. */
export function changeText(change: ChangeExplanation, palette: Palette): string {
  const { name, iso3, index, before, after } = change;
  const section = (title: string, lines: readonly string[]) => [palette.bold(title), ...lines].join('\n');
  return [
    section(`${name} (${iso3}) · ${index} ${before.edition} → ${after.edition}`, headLines(change, palette)),
    section('Why the score changed: positive raises the score', scoreTable(change, palette)),
    ...splitSections(change, palette, section),
    section(
      'Why the rank changed: what its own figures did, and what all other countries did',
      rankTable(change.rank.ownAndOthers, change, palette),
    ),
    section(
      'The same change, part by part for all countries at once',
      rankTable(change.rank.columns, change, palette),
    ),
    ...(change.geometric === null ? [] : [section('With a geometric mean', geometricTable(change, palette))]),
    section('Who passed whom', overtakingLines(change, palette)),
    section('What these parts contain', noteLines(change)),
    palette.dim(sourceText(change)),
  ].join('\n\n');
}

function headLines({ score, rank, before, after }: ChangeExplanation, palette: Palette): string[] {
  const basis = after.rankBasis === 'derived' ? ', derived: the Survey prints no such rank' : '';
  const of = `of ${before.rankedCount} → of ${after.rankedCount}`;
  return labelledLines(
    [
      ['score', `${before.score} → ${after.score}: ${signed(score.change, 5)}`],
      ['rank', `${before.rank} → ${after.rank} (${of}${basis}): ${placesText(rank.change)}`],
    ],
    palette,
  );
}

const right = 'right' as const;

function scoreTable({ score, before, after, frames }: ChangeExplanation, palette: Palette): string[] {
  const rows = score.parts.map((part) => {
    const [was, is] = [before, after].map(({ parts }) => parts.find(({ index }) => index === part.index));
    return [
      `  ${partName(part, frames)}`,
      was === undefined ? '' : valueText(was),
      is === undefined ? '' : valueText(is),
      was === undefined || is === undefined ? '' : weightsText(was.weight, is.weight),
      signed(part.value, 6),
    ];
  });
  return [
    ...table(
      [
        { title: '  part' },
        { title: String(before.edition), align: right },
        { title: String(after.edition), align: right },
        { title: 'weight', align: right },
        { title: 'adds to the score', align: right },
      ],
      [...rows, ['  change of the score', '', '', '', signed(score.change, 6)]],
      palette,
    ).split('\n'),
  ];
}

/** The own part of a sub-index one level down, where raw components identify it; in units of the sub-index. */
function splitSections(
  { frames }: ChangeExplanation,
  palette: Palette,
  section: (title: string, lines: readonly string[]) => string,
): string[] {
  return frames.flatMap(({ index, split }) => {
    if (split === undefined) return [];
    const rows = [
      ...split.components.map(({ code, value }) => [`  own ${code}`, signedNumber(value)]),
      ['  frame: means, deviations and extremes of all members', signedNumber(split.frame)],
      ['  not reproduced: gaps and other vintages of the components', signedNumber(split.notReproduced)],
    ];
    const columns = [{ title: '  part' }, { title: `adds to ${index}`, align: right }];
    return [
      section(
        `What own ${index} contains, by the components given`,
        table(columns, rows, palette).split('\n'),
      ),
    ];
  });
}

function rankTable(parts: readonly ChangePart[], change: ChangeExplanation, palette: Palette): string[] {
  const isColumns = parts === change.rank.columns;
  const rows = parts.map((part) => [
    `  ${isColumns && part.part === 'own' ? `all updates of ${part.index}` : partName(part, change.frames)}`,
    placesText(toNumber(part.value), 2),
  ]);
  return table(
    [{ title: '  part' }, { title: 'moved it', align: right }],
    [...rows, ['  change of the rank', placesText(change.rank.change)]],
    palette,
  ).split('\n');
}

function geometricTable({ geometric, before, after }: ChangeExplanation, palette: Palette): string[] {
  if (geometric === null) return [];
  const parts = geometric.own.map(({ index, value }) => [`  own ${index}`, signedNumber(value)]);
  const weights = geometric.weights === 0 ? [] : [['  other weights', signedNumber(geometric.weights)]];
  const total = ['  change of the geometric mean', signedNumber(geometric.after - geometric.before)];
  const note =
    `  ${geometric.before.toFixed(5)} (${before.edition}) → ${geometric.after.toFixed(5)} (${after.edition}); ` +
    'not a figure of the Survey, which takes the arithmetic mean';
  const lines = table(
    [{ title: '  part' }, { title: 'adds (LMDI-I)', align: right }],
    [...parts, ...weights, total],
    palette,
  );
  return [...lines.split('\n'), palette.dim(note)];
}

function overtakingLines({ overtaking, rank }: ChangeExplanation, palette: Palette): string[] {
  const { passedBy, passed, entered, left } = overtaking;
  const names = (codes: readonly string[]) => {
    const more = codes.length - MOST_NAMES;
    const shown = codes.slice(0, MOST_NAMES).join(' ');
    return codes.length === 0
      ? 'nobody'
      : `${codes.length}: ${shown}${more > 0 ? ` … and ${more} more` : ''}`;
  };
  const sum = [
    [passedBy, '+', 'passed it'],
    [passed, '−', 'it passed'],
    [entered, '+', 'new above it'],
    [left, '−', 'no longer ranked above it'],
  ] as const;
  const terms = sum.filter(([codes]) => codes.length > 0);
  const words = terms.map(([codes, sign, what]) => `${sign}${codes.length} ${what}`).join(', ');
  return labelledLines(
    [
      ['passed by', names(passedBy)],
      ['passed', names(passed)],
      ['new above', entered.length === 0 ? null : names(entered)],
      ['gone', left.length === 0 ? null : names(left)],
      ['together', terms.length === 0 ? null : `${words} = ${placesText(rank.change)}`],
    ],
    palette,
  );
}

function noteLines(change: ChangeExplanation): string[] {
  const { frames, breaks, crossed, before, after } = change;
  const missing = [before, after].flatMap(({ edition, parts }) =>
    parts
      .filter(({ missingAsZero }) => missingAsZero)
      .map(({ index }) => `${index} of ${edition} was not available and counted as zero.`),
  );
  const notIdentified = frames.filter(({ status }) => status === 'not_identified');
  const notes = [
    ...missing,
    ...(notIdentified.length === 0
      ? []
      : [
          `Not identified by published data, and contained in the own parts of ${listed(notIdentified.map(({ index }) => index))}: ` +
            'what others’ minima, maxima, means and deviations did (frame) and what another construction did (method). ' +
            'It is not zero; it is not known.',
          ...notIdentified.map(({ reason }) => `${reason}.`),
        ]),
    ...frames.filter(({ status }) => status === 'identified').map(({ reason }) => `${reason}.`),
    ...frames.filter(({ status }) => status === 'none').map(({ reason }) => `No frame: ${reason}.`),
    ...(breaks.length === 0 ? ['No break of method is declared between the two.'] : [breaksText(breaks)]),
    ...(change.score.parts.some(isRest) || change.rank.ownAndOthers.some(isRest)
      ? [
          'Rounding and declared deviations: what the published figures have beyond weighted means of the published parts.',
        ]
      : []),
    ...(crossed.length === 0
      ? []
      : [`Compared directly, without looking at ${crossed.join(', ')}, which lie between.`]),
  ];
  return notes.flatMap((note) =>
    wrapText(note, WIDTH - 4).map((line, at) => `  ${at === 0 ? '·' : ' '} ${line}`),
  );
}

function breaksText(breaks: readonly MethodBreak[]): string {
  return `Breaks of method crossed: ${breaks.map(({ edition, index, what }) => `${index} ${edition} (${what})`).join('; ')}.`;
}

function sourceText({ iso3, index, before, after }: ChangeExplanation): string {
  const each = ({ edition }: ChangeEnd) => `egdi explain ${iso3} ${edition} ${index}`;
  return wrapText(
    `Release ${after.releaseNo}, published figures of the editions ${before.edition} and ${after.edition}; their files and ` +
      `cells: ${each(before)}, ${each(after)}. Parts are exact and shown rounded (--json has fractions). Rank parts are ` +
      'Shapley values: averages over all orders in which the parts may have come.',
    WIDTH,
  ).join('\n');
}

function partName(part: ChangePart, frames: ChangeExplanation['frames']): string {
  switch (part.part) {
    case 'own': {
      const frame = frames.find(({ index }) => index === part.index);
      return `own ${part.index}${OWN_INCLUDES[frame?.status ?? 'none']}`;
    }
    case 'others':
      return 'all other countries';
    case 'who_is_ranked':
      return 'who is ranked';
    case 'weights':
      return 'method: other weights';
    case 'rounding_and_deviations':
      return 'rounding and declared deviations';
  }
}

const OWN_INCLUDES: Readonly<Record<ChangeExplanation['frames'][number]['status'], string>> = {
  not_identified: ' (frame and method included)',
  identified: ' (frame included)',
  none: '',
};

function isRest({ part }: ChangePart): boolean {
  return part === 'rounding_and_deviations';
}

/** `6.00 places down`: a larger rank number is down. */
export function placesText(change: number, decimals = 0): string {
  const size = Math.abs(change).toFixed(decimals);
  if (Number(size) === 0)
    return change === 0 ? 'no change' : `under ${(10 ** -decimals).toFixed(decimals)} places`;
  const places = size === '1' ? '1 place' : `${size} places`;
  return `${places} ${change > 0 ? 'down' : 'up'}`;
}

function signed(value: Rational, decimals: number): string {
  const text = toFixed(value.num < 0n ? { num: -value.num, den: value.den } : value, decimals);
  return withSign(text, value.num < 0n);
}

function signedNumber(value: number): string {
  return withSign(Math.abs(value).toFixed(6), value < 0);
}

/** What is zero at the digits shown has no sign. */
function withSign(text: string, isNegative: boolean): string {
  if (/^[0.]*$/.test(text)) return text;
  return `${isNegative ? '−' : '+'}${text}`;
}

function valueText({ published }: { readonly published: number | null }): string {
  return published === null ? '0 (missing)' : String(published);
}

function weightsText(before: Rational, after: Rational): string {
  const [was, is] = [weightText(before), weightText(after)];
  return was === is ? is : `${was} → ${is}`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
