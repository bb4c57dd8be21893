/** Bulletins of the Bureau of National Statistics of Kazakhstan (.xls, Kazakh): cover, legend and some of their tables. */
import { join } from 'node:path';
import { type FigureRow, packageRoot, readFigures } from './figures.ts';
import type { SheetLayout, WorkbookCell } from './workbook-layout.ts';

const root = packageRoot(import.meta.dirname);
const figures = (name: string) => readFigures(root, join('national', name));
const PADDING = ' '.repeat(20);

/** Figures as numbers, marks and figures with a note as the texts that they are. */
export function cellsOf(row: FigureRow): WorkbookCell[] {
  return Object.entries(row).map(([column, text]) => {
    if (text === '') return null;
    return column !== 'label' && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
  });
}

/** Legend in Kazakh. It prints a Cyrillic «х»; the cells hold Latin ones. */
function legend(): SheetLayout {
  const texts = [
    'Шартты белгілер:',
    '«-»  құбылыс жоқ',
    '«0,0» – болмашы шама',
    '«х» – деректер құпия',
    '«...» – деректер жоқ',
    'Жекелеген жағдайларда қорытынды мен қосылғыштар сомасы арасындағы шамалы айырмашылықтар деректерді дөңгелектеумен түсіндіріледі.',
  ];
  return { name: 'Шартты белгілер', rows: [...blankRows(13), ...texts.map((text) => [null, text])] };
}

function blankRows(count: number): WorkbookCell[][] {
  return Array.from({ length: count }, () => []);
}

/** Bulletin of 18 May 2023: cover, legend and three of its 22 tables. */
export function innovations(): SheetLayout[] {
  const at = (column: number, text: string) => [...Array.from({ length: column }, () => null), text];
  const cover = [
    ...blankRows(2),
    at(4, 'Жарияланым күні: 18.05.2023'),
    at(4, 'Келесі жарияланым күні: 20.05.2024'),
    ...blankRows(4),
    ['Қазақстан Республикасындағы кәсіпорындардың инновациялық қызметі туралы'],
    ...blankRows(4),
    ['2022 жыл'],
    [],
    ['19 серия Инновациялар статистикасы'],
  ];
  const main = (title: string, name: string): WorkbookCell[][] => [
    [title],
    [
      null,
      `Кәсіпорындар  саны, бірлік${PADDING}`,
      'Одан',
      `Инновация саласындағы белсенділік деңгейі, %-бен${PADDING}`,
      `Есепті кезең соңына қызметкерлердің жалпы  \nсаны, адам${PADDING}`,
    ],
    [null, null, 'инновациялары бары'],
    ...figures(name).map(cellsOf),
  ];
  const newToMarket =
    'тауар (қызмет) нарығы үшін жаңа болып табылатын жаңа немес едәуір жетілдірілген тауарлар (қызметтер)';
  const newToFirm = 'ұйым үшін жаңа болып табылатын жаңа немесе едәуір жетілдірілген тауарлар (қызметтер)';
  const output: WorkbookCell[][] = [
    ['7. Инновациялық өнімдердің көлемі және өткізілген инновациялық өнімдердің көлемі'],
    at(7, `млн. теңге${PADDING}`),
    [
      null,
      'Инновациялық өнім көлемі, барлығы ',
      'Өткізілген инновациялық өнім көлемі, барлығы',
      'соның ішінде',
      null,
      'өткізілген инновациялық өнім көлемінен  экспортқа жіберілгені, барлығы',
      'соның ішінде',
    ],
    [null, null, null, newToMarket, newToFirm, null, newToMarket, newToFirm],
    ...figures('innovations-7.csv').map(cellsOf),
  ];
  const mainMerges = ['A1:E1', 'A2:A3', 'B2:B3', 'D2:D3', 'E2:E3'];
  return [
    { name: 'Мұқаба', rows: cover, merges: ['E3:G3', 'A9:J11', 'A16:E17'] },
    legend(),
    {
      name: '1',
      rows: main(
        '1. Кәсіпорындардың инновациялық белсенділігінің негізгі көрсеткіштері ',
        'innovations-1.csv',
      ),
      merges: [...mainMerges, 'A25:E25', 'A28:E28'],
    },
    {
      name: '2',
      rows: main(
        `2. Экономикалық қызмет түрлері бойынша кәсіпорындардың инновациялық белсенділігінің негізгі көрсеткіштері${PADDING}`,
        'innovations-2.csv',
      ),
      merges: mainMerges,
    },
    {
      name: '7',
      rows: output,
      merges: ['A1:H1', 'A3:A4', 'B3:B4', 'C3:C4', 'D3:E3', 'F3:F4', 'G3:H3', 'A27:E27'],
    },
  ];
}

/**
 * Bulletin of 20 March 2023, table 17, of which the country and three regions are known, so that the regions do not make
 * the country. The name of its cover is misspelt.
 */
export function researchCosts(): SheetLayout[] {
  const cover = [
    ...blankRows(8),
    [null, 'Жарияланым күні: 20.03.2023'],
    [null, 'Келесі жарияланым күні: 20.03.2024'],
    ...blankRows(2),
    ['Қазақстан Республикасындағы ғылыми зерттеулер мен әзірлемелер туралы'],
    ...blankRows(4),
    ['2022 жыл'],
  ];
  const table: WorkbookCell[][] = [
    ['17. Жаратылыстану ғылымдары бойынша ҒЗТКЖ-ға жұмсалған ішкі шығындар'],
    [...Array.from({ length: 7 }, () => null), `мың теңге${PADDING}`],
    [null, 'Барлығы', 'Оның ішінде'],
    [
      null,
      null,
      'ғылыми зерттеулер мен әзірлемелерге ',
      null,
      null,
      null,
      'тәжірибелік-конструкторлық әзірлемелерге   ',
    ],
    [
      null,
      null,
      'іргелі зерттеулер',
      'одан',
      'қолданбалы зерттеулер',
      'одан',
      'жобалау-конструкторлық жұмыстар',
      'тәжірибелік үлгілер',
    ],
    [null, null, null, 'іргелі стратегиялық зерттеулер', null, 'іргелі қолданбалы зерттеулер'],
    ...figures('research-costs.csv').map(cellsOf),
  ];
  const merges = ['A3:A6', 'B3:B6', 'C3:H3', 'C4:F4', 'G4:H4', 'C5:C6', 'E5:E6', 'G5:G6', 'H5:H6', 'A1:H1'];
  return [{ name: 'Мұхаба', rows: cover }, legend(), { name: '17', rows: table, merges }];
}
