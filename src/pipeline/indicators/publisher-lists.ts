/** What publishers say about codes in lists of their own: which are groups of countries, and what indicators mean. */
import { type Issue, issue } from '../../model/issue.ts';
import type { Indicator } from '../../model/observation.ts';
import { findCountry } from '../../reference/countries.ts';
import type { CodeList } from '../../sources/indicator-tables/code-list.ts';

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
  for (const { layout, texts } of lists) {
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
      return { ...indicator, description };
    },
  };
}
