/**
 * What a pipeline's declarations and the reference data say together: which editions there are, who is a member,
 * what names mean. Built once per run and passed down.
 */

import { findMethod } from '../methodology/registry.ts';
import type { DeclaredEdition } from '../model/declarations.ts';
import { EgdiError, EXIT } from '../model/error.ts';
import type { Edition } from '../model/survey.ts';
import { COUNTRIES } from '../reference/countries.ts';
import { COUNTRY_GROUPS, groupMembersAt } from '../reference/country-groups.ts';
import { EDITIONS, membersOf, referenceDateOf } from '../reference/editions.ts';
import { createNameResolver } from '../reference/name-resolver.ts';
import type { GroupMembers } from '../stages/compute/group-scores.ts';
import type { EditionMembers, NormaliseContext } from '../stages/normalise.ts';
import type { SurveyPipeline } from './define-pipeline.ts';

export interface CatalogueEdition extends EditionMembers {
  readonly previousEdition: Edition | null;
  readonly publishedOn: string | null;
  readonly indexNameThen: string;
  readonly note: string | null;
  readonly groups: readonly GroupMembers[];
}

export interface Catalogue extends NormaliseContext {
  readonly editions: ReadonlyMap<Edition, CatalogueEdition>;
}

/**
 * Joins declarations and reference data.
 * @throws EgdiError `declaration-invalid` (exit 2) when a declared edition contradicts the membership dates
 */
export function createCatalogue(pipeline: SurveyPipeline): Catalogue {
  const editions = new Map<Edition, CatalogueEdition>();
  for (const known of EDITIONS)
    editions.set(known.edition, { ...known, note: null, ...membership(known.edition) });
  for (const declared of pipeline.editions) {
    const { members, groups } = membership(declared.edition);
    checkDeclared(declared, members.size, editions);
    editions.set(declared.edition, {
      edition: declared.edition,
      previousEdition: declared.previousEdition,
      publishedOn: declared.publishedOn,
      indexNameThen: 'E-Government Development Index',
      note: declared.note,
      members,
      groups,
    });
  }
  return {
    editions,
    methodOf: findMethod,
    names: createNameResolver(pipeline.aliases, pipeline.notSurveyUnits),
    knownCodes: new Set(COUNTRIES.map((country) => country.iso3)),
    wrongCodes: pipeline.wrongCodes,
    anomalies: pipeline.anomalies,
  };
}

function membership(edition: Edition): { members: ReadonlySet<string>; groups: readonly GroupMembers[] } {
  const members = new Set(membersOf(edition));
  const date = referenceDateOf(edition);
  const groups = COUNTRY_GROUPS.map((group) => ({
    groupCode: group.groupCode,
    members: new Set(groupMembersAt(group, date)),
  }));
  return { members, groups };
}

function checkDeclared(
  declared: DeclaredEdition,
  memberCount: number,
  known: ReadonlyMap<Edition, unknown>,
): void {
  const problem = known.has(declared.edition)
    ? 'is known already'
    : !known.has(declared.previousEdition)
      ? `follows ${declared.previousEdition}, which is not declared`
      : declared.memberCount !== memberCount
        ? `has ${declared.memberCount} members; membership dates give ${memberCount}`
        : undefined;
  if (problem) {
    throw new EgdiError('declaration-invalid', `declared edition ${declared.edition} ${problem}`, {
      exitCode: EXIT.usage,
    });
  }
}
