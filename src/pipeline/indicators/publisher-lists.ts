/** What publishers say about codes in lists of their own: which are groups of countries, and what indicators mean. */
import { type Issue, issue } from '../../model/issue.ts';
import type { Indicator } from '../../model/observation.ts';
import { findCountry } from '../../reference/countries.ts';
import type { CodeList } from '../../sources/indicator-tables/code-list.ts';
import { UNIT_NOT_SAID, unitInName } from '../../sources/indicators-of-table.ts';

export interface PublisherLists {
  /** Codes that are no countries, each with a word why. */
  readonly groupCodes: ReadonlyMap<string, string>;
  readonly issues: readonly Issue[];
  /** The indicator with the publisher's definition, where it has none yet. */
  describe(indicator: Indicator): Indicator;
}

export function publisherLists(lists: readonly CodeList[]): PublisherLists {
  const groupCodes = new Map<string, string>();
  const definitions = new Map<string, string>();
  const issues: Issue[] = [];
  const namesOf = new Map<string, string>();
  for (const { layout, texts, names } of lists) {
    for (const [code, name] of names) namesOf.set(code, name);
    for (const [code, text] of texts) {
      if (layout.about === 'indicators') {
        if (text !== '') definitions.set(code, text);
      } else if (text === '' && findCountry(code) === undefined) {
        groupCodes.set(code, `${layout.title}: no ${layout.textColumn}`);
      } else if (text === '') {
        issues.push(
          issue('code-list-contradiction', `${code} has no ${layout.textColumn} in ${layout.id}`, {
            iso3: code,
          }),
        );
      }
    }
  }
  return {
    groupCodes,
    issues,
    describe(indicator) {
      const code = indicator.indicatorCode.slice(indicator.indicatorCode.indexOf(':') + 1);
      const description = indicator.description ?? definitions.get(code) ?? null;
      const name = indicator.nameEn === code ? namesOf.get(code) : undefined;
      if (name === undefined) return { ...indicator, description };
      const unit = indicator.unit === UNIT_NOT_SAID ? (unitInName(name) ?? UNIT_NOT_SAID) : indicator.unit;
      return { ...indicator, nameEn: name, unit, description: description === name ? null : description };
    },
  };
}
