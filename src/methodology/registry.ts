/**
 * The registry of methodologies: look up an edition's rules. An edition without an entry has an unknown
 * method: its published values load, and nothing of it is recomputed.
 */
import type { Edition, IndexCode } from '../model/survey.ts';
import type { GroupNode } from './definition.ts';
import { EDITION_2003 } from './editions/2003.ts';
import { EDITION_2004 } from './editions/2004.ts';
import { EDITION_2005 } from './editions/2005.ts';
import { EDITION_2008 } from './editions/2008.ts';
import { EDITION_2010 } from './editions/2010.ts';
import { EDITION_2012 } from './editions/2012.ts';
import { EDITION_2014 } from './editions/2014.ts';
import { EDITION_2016 } from './editions/2016.ts';
import { EDITION_2018 } from './editions/2018.ts';
import { EDITION_2020 } from './editions/2020.ts';
import { EDITION_2022 } from './editions/2022.ts';
import { EDITION_2024 } from './editions/2024.ts';
import { egdiTree } from './indices/egdi.ts';
import type { EditionMethod } from './method.ts';

export const METHODS: readonly EditionMethod[] = [
  EDITION_2003,
  EDITION_2004,
  EDITION_2005,
  EDITION_2008,
  EDITION_2010,
  EDITION_2012,
  EDITION_2014,
  EDITION_2016,
  EDITION_2018,
  EDITION_2020,
  EDITION_2022,
  EDITION_2024,
];

const BY_EDITION = new Map(METHODS.map((method) => [method.edition, method]));

/** The rules of an edition, or undefined where they are unknown. */
export function findMethod(edition: Edition): EditionMethod | undefined {
  return BY_EDITION.get(edition);
}

/**
 * An index of an edition as a tree, down to its components or points; the EGDI through OSI, TII and HCI. To compute the
 * EGDI from published sub-indices, take `egdiTree(method, 'as-published')`.
 */
export function indexTree(method: EditionMethod, code: IndexCode): GroupNode {
  return method.indices[code].tree ?? egdiTree(method, 'from-components');
}
