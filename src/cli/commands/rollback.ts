/** `egdi rollback`: back to a release that was published before. */
import type { CommandFunction } from '../command.ts';
import { askedReason, askedReleaseNo } from '../release-argument.ts';
import { movePublication } from './publish.ts';

export const rollback: CommandFunction = (cli, { options }) =>
  movePublication(cli, {
    kind: 'rollback',
    releaseNo: askedReleaseNo(String(options.to)),
    reason: askedReason(String(options.reason)),
  });
