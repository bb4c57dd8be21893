/**
 * What a workbook says about itself outside its tables: dates of publication, period, legend. Found by the words of
 * its cells on any sheet, because covers differ in place, language and spelling.
 */
import { cleanText } from './clean-text.ts';
import type { TableGrid } from './table-grid.ts';
import { parseTablePeriod } from './table-period.ts';

export interface CoverPage {
  readonly sheet: string | null;
  /** ISO dates. */
  readonly publishedOn: string | null;
  readonly nextReleaseOn: string | null;
  /** As printed: `2022 жыл`. */
  readonly period: string | null;
}

export interface LegendEntry {
  /** As printed between the quotes: `-`, `0,0`, `х`, `...`. */
  readonly mark: string;
  readonly meaning: string;
}

const NEXT =
  /(?:келесі\s+(?:жарияланым|шығарылым)|дата\s+следующ\p{L}+\s+(?:релиза|публикации)|next\s+release)/iu;
const PUBLISHED =
  /(?:жарияланым\s+күні|релиз\s+шығарылымы|шығарылым\s+күні|дата\s+(?:релиза|публикации|выпуска)|(?:release|publication)\s+date|date\s+of\s+(?:release|publication))/iu;
const DAY = /(?<!\d)(\d{2})\.(\d{2})\.((?:19|20)\d{2})(?!\d)/u;
const ISO_DAY = /(?<!\d)((?:19|20)\d{2})-(\d{2})-(\d{2})(?!\d)/u;
const FRONT_ROWS = 40;

/** The dates and the period of the sheet that has a publication date; nulls where no sheet has one. */
export function readCover(grids: readonly TableGrid[]): CoverPage {
  for (const grid of grids) {
    const texts = frontTexts(grid);
    const publishedOn = dateAfter(texts, (text) => PUBLISHED.test(text) && !NEXT.test(text));
    const nextReleaseOn = dateAfter(texts, (text) => NEXT.test(text));
    if (publishedOn === null && nextReleaseOn === null) continue;
    const period = texts.find((text) => {
      const kind = parseTablePeriod(text)?.period.kind;
      return kind !== undefined && kind !== 'date';
    });
    return { sheet: grid.name, publishedOn, nextReleaseOn, period: period ?? null };
  }
  return { sheet: null, publishedOn: null, nextReleaseOn: null, period: null };
}

/** The date in the text itself, or in the next one: covers put it in the same cell or beside it. */
function dateAfter(texts: readonly string[], isLabel: (text: string) => boolean): string | null {
  for (const [index, text] of texts.entries()) {
    if (!isLabel(text)) continue;
    const date = dateIn(text) ?? dateIn(texts[index + 1] ?? '');
    if (date !== null) return date;
  }
  return null;
}

function dateIn(text: string): string | null {
  const [, day, month, year] = DAY.exec(text) ?? [];
  const [, isoYear, isoMonth, isoDay] = ISO_DAY.exec(text) ?? [];
  const date = year === undefined ? `${isoYear}-${isoMonth}-${isoDay}` : `${year}-${month}-${day}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? null : date;
}

const LEGEND_LINE = /^[«"“„']\s*([^»"”']{1,5}?)\s*[»"”']\s*[-–—:]?\s*(\S.*)$/u;

/** `«х» – деректер құпия`: what the publisher says that its marks mean. */
export function readLegend(grids: readonly TableGrid[]): LegendEntry[] {
  const entries = new Map<string, LegendEntry>();
  for (const grid of grids) {
    for (const text of frontTexts(grid)) {
      const [, mark, meaning] = LEGEND_LINE.exec(text) ?? [];
      if (mark !== undefined && meaning !== undefined) entries.set(`${mark} ${meaning}`, { mark, meaning });
    }
  }
  return [...entries.values()];
}

function frontTexts(grid: TableGrid): string[] {
  return grid.rows
    .slice(0, FRONT_ROWS)
    .flatMap(({ cells }) => cells.map(({ printed }) => cleanText(printed)));
}
