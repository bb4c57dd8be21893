/** `egdi peers`: a country among its peers. */
import type { PeerChoice, Peers, Place, ProfileLine } from '../analysis/peers.ts';
import { type LabelledLine, labelledLines, wrapText } from './labelled.ts';
import { type Palette, plural, table } from './text.ts';

/** Everything, in a stable shape. */
export function peersJson(answer: Peers): string {
  return JSON.stringify(answer, null, 2);
}

/** What is printed for people. */
export function peersText(answer: Peers, palette: Palette): string {
  const { country, edition, indexCode, peers, place } = answer;
  const title = `${country.name} (${country.iso3}) · ${indexCode} ${edition} · among ${peersInWords(peers, answer.members.length - 1)}`;
  const print = printingOf(answer);
  return [
    [palette.bold(title), ...labelledLines(placeLines(place, answer, print), palette)].join('\n'),
    memberTable(answer, palette, print),
    [palette.bold('Strengths and weaknesses against these peers'), profileTable(answer, palette, print)].join(
      '\n',
    ),
    [palette.bold('Read it so'), ...notes(answer).flatMap(bullet)].join('\n'),
    palette.dim(`Figures of release ${answer.releaseNo}.`),
  ].join('\n\n');
}

function peersInWords(peers: PeerChoice, found: number): string {
  if (peers.kind === 'group') return `${peers.groupName} (${peers.groupCode})`;
  if (peers.kind === 'countries') return peers.iso3.join(', ');
  return `the ${found} nearest by profile`;
}

function placeLines(place: Place, { members }: Peers, print: Printing): LabelledLine[] {
  const without = members.filter(({ score }) => score === null);
  return [
    ['place', `${place.rankWithin ?? '–'} of ${place.of}; in the world ${place.rank ?? '–'}`],
    [
      'median',
      place.median === null
        ? '–'
        : `${print.score(place.median)} of the others; ${gapText(place.gapToMedian, print)}`,
    ],
    [
      'best',
      place.best === null
        ? '–'
        : `${place.best.name} (${place.best.iso3}), ${print.score(place.best.score)}; ${gapText(place.gapToBest, print)}`,
    ],
    ['no value', without.map(({ name, iso3 }) => `${name} (${iso3})`).join(', ')],
  ];
}

const RIGHT = 'right' as const;

function memberTable({ members, country, indexCode }: Peers, palette: Palette, print: Printing): string {
  const hasDistance = members.some(({ distance }) => distance !== null);
  const columns = [
    { title: '  within', align: RIGHT },
    { title: 'country' },
    { title: indexCode, align: RIGHT },
    { title: 'rank', align: RIGHT },
    { title: `${country.iso3} ahead by`, align: RIGHT },
    ...(hasDistance ? [{ title: 'distance', align: RIGHT }] : []),
  ];
  const rows = members.map(({ iso3, name, score, rank, rankWithin, gap, distance }) => [
    `${iso3 === country.iso3 ? '›' : ' '} ${rankWithin ?? '–'}`,
    `${name} (${iso3})`,
    score === null ? '–' : print.score(score),
    rank === null ? '–' : String(rank),
    iso3 === country.iso3 || gap === null ? '' : print.gap(gap),
    ...(hasDistance ? [distance === null ? '' : distance.toFixed(3)] : []),
  ]);
  return table(columns, rows, palette);
}

function profileTable({ profile }: Peers, palette: Palette, print: Printing): string {
  const columns = [
    { title: '  index' },
    { title: 'score', align: RIGHT },
    { title: 'within', align: RIGHT },
    { title: 'median', align: RIGHT },
    { title: 'ahead by', align: RIGHT },
    { title: '' },
    { title: 'best' },
  ];
  const rows = profile.map((line: ProfileLine) => [
    `  ${line.indexCode}`,
    line.score === null ? '–' : print.score(line.score),
    line.rankWithin === null ? '–' : `${line.rankWithin} of ${line.of}`,
    line.median === null ? '–' : print.score(line.median),
    line.gapToMedian === null ? '–' : print.gap(line.gapToMedian),
    line.standing ?? '',
    line.best === null ? '–' : `${line.best.name} ${print.score(line.best.score)}`,
  ]);
  return table(columns, rows, palette);
}

function notes({ peers, country, isMember, indexCode, members }: Peers): string[] {
  const said = [
    'ahead by: the country’s score minus theirs; a minus is behind. The median is of the others, the country left out',
    indexCode === 'EGDI'
      ? 'ranks of the EGDI are the printed ones; those of other indices are derived, competition ranks of the published scores'
      : `ranks of the ${indexCode} are derived, competition ranks of the published scores; those of the EGDI are the printed ones`,
    'a strength is a score above the median of these peers, a weakness one below it',
  ];
  if (peers.kind === 'nearest') {
    said.push(
      peers.distance === 'euclidean'
        ? 'nearest: least distance of OSI, TII and HCI, each divided by its standard deviation over all assessed members; distances are in standard deviations'
        : 'nearest: least Mahalanobis distance of OSI, TII and HCI over all assessed members, which counts what two of them say alike once',
    );
    const found = members.length - 1;
    if (found < peers.count)
      said.push(`there are no more than ${plural(found, 'other country', 'other countries')} with a profile`);
  }
  if (!isMember && peers.kind === 'group')
    said.push(`${country.name} itself is no member of ${peers.groupCode} in this edition`);
  if (peers.kind === 'group' && peers.isRecalled)
    said.push(`the members of ${peers.groupCode} are listed from memory: check them before quoting`);
  return said;
}

function bullet(text: string): string[] {
  return wrapText(text, 94).map((line, index) => `  ${index === 0 ? '–' : ' '} ${line}`);
}

/** How scores of this answer are printed: with the decimals that the published ones have. */
interface Printing {
  score(value: number): string;
  /** Positive: the country is ahead. */
  gap(value: number): string;
}

const FEWEST_DECIMALS = 4;

function printingOf({ members, profile }: Peers): Printing {
  const scores = [...members.map(({ score }) => score), ...profile.map(({ score }) => score)];
  const decimals = Math.max(
    FEWEST_DECIMALS,
    ...scores.map((score) => (score === null ? 0 : (String(score).split('.')[1]?.length ?? 0))),
  );
  return {
    score: (value) => value.toFixed(decimals),
    gap: (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(decimals)}`,
  };
}

function gapText(gap: number | null, print: Printing): string {
  if (gap === null) return 'no gap to tell';
  if (gap === 0) return 'level with it';
  return `${print.gap(gap).slice(1)} ${gap > 0 ? 'ahead of it' : 'behind it'}`;
}
