/** The release that a person means on the command line. */
import { EgdiError, EXIT } from '../model/error.ts';

const LARGEST = 2_147_483_647;

/** A number. Throws `release-unknown` (exit 2) for anything else. */
export function askedReleaseNo(text: string): number {
  const releaseNo = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (releaseNo >= 1 && releaseNo <= LARGEST) return releaseNo;
  throw new EgdiError('release-unknown', `“${text}” is no release`, {
    exitCode: EXIT.usage,
    hint: 'a release is a number such as 3; all: egdi releases',
  });
}

/** A number, or `published`. Throws `release-unknown` (exit 2) for anything else. */
export function askedRelease(text: string): number | 'published' {
  return text === 'published' ? text : askedReleaseNo(text);
}

/** A reason that says something. Throws `reason-missing` (exit 2). */
export function askedReason(text: string): string {
  const reason = text.trim();
  if (reason !== '') return reason;
  throw new EgdiError('reason-missing', 'the reason is empty', {
    exitCode: EXIT.usage,
    hint: 'say why: it is kept with the release and shown by egdi releases',
  });
}
