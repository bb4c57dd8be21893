/**
 * Which columns of the input files the columns of `fact_index_score` come from, for the editions that a run has
 * loaded from tables with one row per country. What comes from other layouts, or is derived across editions, is not
 * claimed here; `egdi explain` tells the cells of every figure.
 */
import type { RunReport } from '../../pipeline/run/run-report.ts';
import type { LayoutDeclaration, SurveyField, SurveyTableLayout } from '../../sources/layout.ts';
import { inputName } from './input-name.ts';

interface InputField {
  readonly namespace: string;
  readonly name: string;
  readonly field: string;
  readonly transformations: readonly {
    readonly type: 'DIRECT';
    readonly subtype: 'IDENTITY' | 'TRANSFORMATION';
    readonly description: string;
    readonly masking: false;
  }[];
}

type Field = readonly [field: SurveyField, subtype: 'IDENTITY' | 'TRANSFORMATION', how: string];

const SCORES = ['EGDI', 'OSI', 'TII', 'HCI', 'EPI'] as const;
const PARSED = 'read as a number by the zero rule of the edition';

/** Output column → the fields of a file that it is made of. */
const SOURCES: Readonly<Record<string, readonly Field[]>> = {
  score_published: SCORES.map((index) => [index, 'TRANSFORMATION', PARSED]),
  published_text: SCORES.map((index) => [index, 'IDENTITY', 'verbatim']),
  rank_published: [['egdiRank', 'TRANSFORMATION', 'read as a whole number']],
  rank_published_text: [['egdiRank', 'IDENTITY', 'verbatim']],
  score_recomputed: (['OSI', 'TII', 'HCI'] as const).map((index) => [
    index,
    'TRANSFORMATION',
    'aggregated by the methodology of the edition',
  ]),
};

export function columnLineage(
  report: RunReport,
  layouts: readonly LayoutDeclaration[],
): Record<string, { readonly inputFields: readonly InputField[] }> {
  const loaded = report.editions.filter(({ status }) => status === 'loaded');
  const primaries = report.inputs.flatMap((input) => {
    const layout = layouts.find(({ id }) => id === input.layoutId);
    const editions = loaded.filter(({ primaryFile }) => primaryFile === input.file);
    if (layout?.adapter !== 'survey-table' || editions.length === 0) return [];
    return [{ file: input.file, layout, isRecomputed: editions.some(({ methodKnown }) => methodKnown) }];
  });
  return Object.fromEntries(
    Object.entries({ iso3: [], edition: [], ...SOURCES }).flatMap(([column, fields]) => {
      const inputFields = primaries
        .filter(({ isRecomputed }) => column !== 'score_recomputed' || isRecomputed)
        .flatMap(({ file, layout }) =>
          (column === 'iso3' || column === 'edition' ? keyFields(column, layout) : fields).flatMap((field) =>
            inputField(file, layout, field),
          ),
        );
      return inputFields.length === 0 ? [] : [[column, { inputFields }]];
    }),
  );
}

function keyFields(column: 'iso3' | 'edition', layout: SurveyTableLayout): readonly Field[] {
  if (column === 'edition') return [['edition', 'TRANSFORMATION', 'read as a whole number']];
  return layout.keyedBy === 'iso3'
    ? [['iso3', 'IDENTITY', 'checked against ISO 3166']]
    : [['name', 'TRANSFORMATION', 'resolved to ISO 3166 by the declared names']];
}

function inputField(file: string, layout: SurveyTableLayout, [field, subtype, how]: Field): InputField[] {
  const header = layout.columns[field];
  if (header === undefined) return [];
  return [
    {
      ...inputName(file),
      field: header,
      transformations: [{ type: 'DIRECT', subtype, description: how, masking: false }],
    },
  ];
}
