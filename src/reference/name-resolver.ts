/**
 * Country names → ISO 3166-1 alpha-3 codes through declared spellings. Matching is exact after trimming and
 * Unicode normalisation; a name that is not declared stays unknown, with suggestions for a human.
 */
import type { CountryAlias, NotSurveyUnit } from '../model/declarations.ts';
import type { Edition } from '../model/survey.ts';
import { nearestNames } from '../runtime/nearest-name.ts';

export type NameResolution =
  | { readonly kind: 'known'; readonly iso3: string; readonly repairedFrom?: string }
  | { readonly kind: 'not-a-unit'; readonly note: string }
  | { readonly kind: 'unknown'; readonly suggestions: readonly string[] };

export interface NameResolver {
  resolve(name: string, edition: Edition): NameResolution;
}

/** Builds the look-up. Throws `RangeError` when one spelling is declared for two countries. */
export function createNameResolver(
  aliases: readonly CountryAlias[],
  notUnits: readonly NotSurveyUnit[],
): NameResolver {
  const byName = new Map<string, CountryAlias>();
  for (const alias of aliases) {
    const key = cleanName(alias.name);
    const declared = byName.get(key);
    if (declared && declared.iso3 !== alias.iso3) {
      throw new RangeError(`“${alias.name}” is declared for ${declared.iso3} and ${alias.iso3}`);
    }
    byName.set(key, alias);
  }
  const outside = new Map(notUnits.map((unit) => [cleanName(unit.name), unit.note]));

  const find = (name: string, edition: Edition): string | undefined => {
    const alias = byName.get(name);
    if (!alias || (alias.editions && !alias.editions.includes(edition))) return undefined;
    return alias.iso3;
  };

  return {
    resolve(printed, edition) {
      const name = cleanName(printed);
      const iso3 = find(name, edition);
      if (iso3) return { kind: 'known', iso3 };
      const repaired = cleanName(repairMojibake(name));
      const repairedIso3 = repaired === name ? undefined : find(repaired, edition);
      if (repairedIso3) return { kind: 'known', iso3: repairedIso3, repairedFrom: repaired };
      const note = outside.get(name);
      if (note !== undefined) return { kind: 'not-a-unit', note };
      return { kind: 'unknown', suggestions: nearestNames(name, byName.keys(), 3) };
    },
  };
}

/** Trimmed, composed (NFC), single spaces, straight apostrophes: differences that no eye sees. */
export function cleanName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .trim();
}

/** Windows-1252 characters for the bytes 0x80–0x9f; the rest of the page equals Latin-1. */
const CP1252_HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** UTF-8 that was read as Windows-1252 (`TÃ¼rkiye`) turned back; anything else is returned as it is. */
export function repairMojibake(text: string): string {
  if (!/[\u00c2-\u00f4]/.test(text)) return text;
  const bytes: number[] = [];
  for (const character of text) {
    const high = CP1252_HIGH.indexOf(character);
    const byte = high >= 0 ? 0x80 + high : (character.codePointAt(0) ?? 0x100);
    if (byte > 0xff) return text;
    bytes.push(byte);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
  } catch {
    return text;
  }
}
