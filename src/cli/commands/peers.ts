/** `egdi peers`: a country among a group, among named countries, or among those nearest by profile. */
import { unSurvey } from '../../../pipelines/un-survey/index.ts';
import { comparePeers, type PeerChoice } from '../../analysis/peers.ts';
import type { ProfileDistance } from '../../composite/peers.ts';
import { EgdiError, EXIT } from '../../model/error.ts';
import { askedCountry } from '../../reference/country-query.ts';
import { peersJson, peersText } from '../../report/peers.ts';
import { createPalette } from '../../report/text.ts';
import { nearestNames } from '../../runtime/nearest-name.ts';
import { type KnownGroup, readCountryGroups } from '../../warehouse/queries/country-groups.ts';
import { readEditionFigures } from '../../warehouse/queries/edition-figures.ts';
import type { CommandFunction } from '../command.ts';
import { askedIndex } from '../index-argument.ts';
import { withReadableWarehouse } from '../opened-warehouse.ts';

const NEAREST_UNLESS_SAID = 10;

export const peers: CommandFunction = async (cli, { args, options }) => {
  const edition = options.edition as number;
  const iso3 = askedCountry(String(args[0] ?? ''), edition, unSurvey);
  const indexCode = askedIndex(String(options.index));
  const { group, countries, nearest } = options as {
    readonly group?: string;
    readonly countries?: string;
    readonly nearest?: number;
  };
  if ([group, countries, nearest].filter((given) => given !== undefined).length > 1) {
    throw new EgdiError('usage', '--group, --countries and --nearest exclude each other', {
      exitCode: EXIT.usage,
    });
  }
  const named = countries?.split(',').map((name) => askedCountry(name.trim(), edition, unSurvey));
  const { figures, groups } = await withReadableWarehouse(cli, 'peers', (warehouse) =>
    warehouse.withTransaction(
      async (session) => ({
        figures: await readEditionFigures(session, edition),
        groups: group === undefined ? [] : await readCountryGroups(session),
      }),
      { readOnly: true },
    ),
  );
  const choice: PeerChoice =
    group !== undefined
      ? { kind: 'group', ...askedGroup(group, groups) }
      : named !== undefined
        ? { kind: 'countries', iso3: [...new Set(named)] }
        : {
            kind: 'nearest',
            count: nearest ?? NEAREST_UNLESS_SAID,
            distance: options.distance as ProfileDistance,
          };
  const answer = comparePeers(figures, { iso3, indexCode, peers: choice });
  cli.print(cli.json ? peersJson(answer) : peersText(answer, createPalette(cli.color)));
  return EXIT.ok;
};

/** By code or name, in any case; the last part of a code is enough: `central_asia`. */
function askedGroup(text: string, groups: readonly KnownGroup[]): KnownGroup {
  const wanted = text.trim().toLowerCase();
  const namesOf = ({ groupCode, groupName }: KnownGroup) =>
    [groupCode, groupName, groupCode.split(':').at(-1) ?? groupCode].map((name) => name.toLowerCase());
  const found = groups.find((group) => namesOf(group).includes(wanted));
  if (found !== undefined) return found;
  const near = nearestNames(wanted, new Set(groups.flatMap(namesOf)), 3);
  const codes = [
    ...new Set(
      near.flatMap((name) => groups.find((group) => namesOf(group).includes(name))?.groupCode ?? []),
    ),
  ];
  throw new EgdiError('group-unknown', `there is no group “${text}”`, {
    exitCode: EXIT.usage,
    hint:
      codes.length > 0
        ? `did you mean ${codes.join(', ')}?`
        : `groups: ${groups.map(({ groupCode }) => groupCode).join(', ')}`,
  });
}
