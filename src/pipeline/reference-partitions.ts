/**
 * Dimensions, deviations and memberships as partitions: they belong to a release as much as scores do, and their
 * content is part of a run's key.
 */

import { type EditionMethod, methodologyId } from '../methodology/method.ts';
import { componentsOf, weightText } from '../methodology/nodes.ts';
import { toNumber } from '../model/rational.ts';
import { INDEX_CODES, type IndexCode, SUB_INDEX_CODES } from '../model/survey.ts';
import { COUNTRIES } from '../reference/countries.ts';
import { COUNTRY_GROUPS } from '../reference/country-groups.ts';
import { referenceDateOf } from '../reference/editions.ts';
import { referencePartition } from '../stages/load.ts';
import type { PartitionDraft } from '../warehouse/versions/datasets.ts';
import type { Catalogue, CatalogueEdition } from './catalogue.ts';
import type { SurveyPipeline } from './define-pipeline.ts';

type Row = readonly [string, Record<string, string | number | boolean | null | readonly string[]>];

const INDEX_NAMES: Readonly<Record<IndexCode, readonly [en: string, ru: string, kind: string]>> = {
  EGDI: ['E-Government Development Index', 'Индекс развития электронного правительства', 'index'],
  OSI: ['Online Service Index', 'Индекс онлайн-услуг', 'sub-index'],
  TII: ['Telecommunication Infrastructure Index', 'Индекс телекоммуникационной инфраструктуры', 'sub-index'],
  HCI: ['Human Capital Index', 'Индекс человеческого капитала', 'sub-index'],
  EPI: ['E-Participation Index', 'Индекс электронного участия', 'supplementary'],
};

/** The dimension that every fact about a country refers to. */
export function countryPartition(): PartitionDraft {
  return referencePartition('dim_country', COUNTRIES.map(countryRow));
}

export function referencePartitions(pipeline: SurveyPipeline, catalogue: Catalogue): PartitionDraft[] {
  const editions = [...catalogue.editions.values()];
  return [
    countryPartition(),
    referencePartition('dim_country_group', COUNTRY_GROUPS.map(groupRow)),
    referencePartition(
      'dim_edition',
      editions.map((edition) => editionRow(edition, catalogue)),
    ),
    referencePartition('dim_index', INDEX_CODES.map(indexRow)),
    referencePartition(
      'dim_methodology',
      editions.flatMap(({ edition }) =>
        INDEX_CODES.map((code) => methodologyRow(edition, code, catalogue.methodOf(edition))),
      ),
    ),
    referencePartition('dim_deviation', pipeline.deviations.map(deviationRow)),
    referencePartition('group_membership', editions.flatMap(membershipRows)),
  ];
}

function countryRow(country: (typeof COUNTRIES)[number]): Row {
  return [
    country.iso3,
    {
      iso3: country.iso3,
      iso2: country.iso2,
      m49: country.m49,
      name_en: country.nameEn,
      name_ru: country.nameRu,
      name_kk: country.nameKk,
      survey_label: country.surveyLabel,
      un_region: country.unRegion,
      un_subregion: country.unSubregion,
      member_from: country.memberFrom,
      member_to: country.memberTo,
      note: country.note ?? null,
    },
  ];
}

function groupRow(group: (typeof COUNTRY_GROUPS)[number]): Row {
  return [
    group.groupCode,
    {
      group_code: group.groupCode,
      group_name: group.groupName,
      kind: group.kind,
      source: group.source,
      evidence: group.evidence,
      is_recalled: group.recalled,
    },
  ];
}

function editionRow(edition: CatalogueEdition, catalogue: Catalogue): Row {
  return [
    String(edition.edition),
    {
      edition: edition.edition,
      edition_date: referenceDateOf(edition.edition),
      published_on: edition.publishedOn,
      previous_edition: edition.previousEdition,
      member_count: edition.members.size,
      index_name_then: edition.indexNameThen,
      method_known: catalogue.methodOf(edition.edition) !== undefined,
      note: edition.note,
    },
  ];
}

function indexRow(code: IndexCode, position: number): Row {
  const [nameEn, nameRu, kind] = INDEX_NAMES[code];
  const isComponent = (SUB_INDEX_CODES as readonly string[]).includes(code);
  return [
    code,
    {
      index_code: code,
      parent_code: isComponent ? 'EGDI' : null,
      name_en: nameEn,
      name_ru: nameRu,
      kind,
      sort_order: position + 1,
    },
  ];
}

function methodologyRow(edition: number, code: IndexCode, method: EditionMethod | undefined): Row {
  const id = methodologyId(code, edition);
  const rules = method?.indices[code];
  if (!method || !rules) {
    return [
      id,
      {
        methodology_id: id,
        edition,
        index_code: code,
        construction: 'unknown: published values only',
        break_before: null,
        evidence: 'unknown',
        note: 'not recomputed: method unknown',
      },
    ];
  }
  const egdi = code === 'EGDI' ? method.egdi : undefined;
  const sources = [
    rules.construction.source,
    rules.precision.source,
    egdi?.weights.source,
    egdi?.notAssessedWhen.source,
    egdi?.inputDecimals?.source,
    rules.breakBefore?.source,
  ];
  return [
    id,
    {
      methodology_id: id,
      edition,
      index_code: code,
      construction: rules.construction.value,
      weights: egdi
        ? SUB_INDEX_CODES.map((sub) => `${sub} ${weightText(egdi.weights.value[sub])}`).join(', ')
        : null,
      input_decimals: egdi?.inputDecimals
        ? SUB_INDEX_CODES.map((sub) => `${sub} ${egdi.inputDecimals?.value[sub]}`).join(', ')
        : null,
      components:
        componentsOf(rules)
          .map(
            ({ code: name, weight, unit }) =>
              `${name} ${weight.value ? weightText(weight.value) : '?'} (${unit})`,
          )
          .join('; ') ||
        (rules.lattice
          ? `points, range ${toNumber(rules.lattice.value.range)}, step ${toNumber(rules.lattice.value.step)}`
          : null),
      score_decimals: rules.precision.value.decimals,
      print_mode: rules.precision.value.mode,
      zero_means: rules.zeroMeans.value,
      not_assessed_when: egdi?.notAssessedWhen.value ?? null,
      missing_counts_as_zero: egdi?.missingCountsAsZero.value ?? null,
      rank_rule: rules.rankRule.value,
      rank_taken_on: egdi ? rankTakenOn(egdi.rankBasis.value) : null,
      denominator_rule: method.denominator.value,
      break_before: rules.breakBefore !== null,
      break_kind: rules.breakBefore?.value ?? null,
      evidence: egdi ? egdi.weights.evidence : rules.construction.evidence,
      note: [...new Set(sources.filter((source) => source !== undefined))].join(' · '),
    },
  ];
}

function rankTakenOn(basis: EditionMethod['egdi']['rankBasis']['value']): string {
  return basis.kind === 'rounded'
    ? `score rounded to ${basis.decimals} decimals`
    : 'unrounded score with the exact OSI of its points';
}

function deviationRow(deviation: SurveyPipeline['deviations'][number]): Row {
  return [
    deviation.id,
    {
      deviation_id: deviation.id,
      edition: deviation.edition,
      iso3: deviation.iso3,
      index_code: deviation.indexCode,
      kind: deviation.kind,
      published: deviation.published,
      recomputed: deviation.recomputed,
      reason: deviation.reason,
      caused_by: deviation.causedBy.join(','),
      evidence: deviation.evidence,
    },
  ];
}

function membershipRows(edition: CatalogueEdition): Row[] {
  return edition.groups.map(({ groupCode, members }) => [
    `${edition.edition} ${groupCode}`,
    {
      edition: edition.edition,
      group_code: groupCode,
      members: [...members].filter((iso3) => edition.members.has(iso3)).sort(),
    },
  ]);
}
