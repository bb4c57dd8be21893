/**
 * Lays out tables of the Bureau of National Statistics of Kazakhstan as its workbooks have them: a bulletin (.xls,
 * Kazakh), a dynamic table and a monthly release (.xlsx, Russian). Figures are those of `fixtures/figures/national/`.
 * Deterministic. `npm run fixtures`; an argument names another output folder.
 */
import { join } from 'node:path';
import { type FigureRow, packageRoot, putFixture, readFigures, textOf } from './figures.ts';
import { cellsOf, innovations } from './national-bulletins.ts';
import { layOutWorkbook, type SheetLayout } from './workbook-layout.ts';

const root = packageRoot(import.meta.dirname);
const outDir = process.argv[2] ?? join(root, 'fixtures', 'national');
const figures = (name: string) => readFigures(root, join('national', name));

putFixture(outDir, 'bns-innovations-2022.xls', layOutWorkbook(innovations(), 'biff8'));
putFixture(outDir, 'bns-ilo-indicators.xlsx', layOutWorkbook([iloIndicators()], 'xlsx'));
putFixture(outDir, 'bns-telecom-2026-05.xlsx', layOutWorkbook([telecom()], 'xlsx'));

/** Sections and indicators as rows without values, the same children below each; a method text beside each block. */
function iloIndicators(): SheetLayout {
  const rows = figures('ilo-indicators.csv');
  const years = Object.keys(rows[0] ?? {}).filter((column) => column !== 'label');
  const method = 'Методология расчета показателя (международные стандарты)';
  return {
    name: 'Индик.дост.труда 2001-2020',
    rows: [
      ['Перечень показателей, рекомендуемых Международной организацией труда*', ...years.map(Number), method],
      ...rows.map((row) => [
        textOf(row, 'label'),
        ...cellsOf(row).filter((_, column) => column !== labelAt(row)),
      ]),
    ],
    merges: ['A2:I2', 'A11:I11', 'A18:I18', 'A19:H19', 'A28:I28'],
  };
}

function labelAt(row: FigureRow): number {
  return Object.keys(row).indexOf('label');
}

/** Labels and values without a header; the months and a mark of preliminary figures stand in the title. */
function telecom(): SheetLayout {
  return {
    name: 'рус',
    rows: [
      ['Основные показатели связи'],
      ['январь-май 2026 года*'],
      [],
      ...figures('telecom.csv').map(cellsOf),
      [],
      ['* Предварительные данные'],
    ],
  };
}
