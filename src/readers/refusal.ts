/** How readers say no: a `ReadFault` that carries the issue. May import model/ only. */
import { type Issue, type IssueCode, issue, ReadFault } from '../model/issue.ts';

/** The fault to throw for a file that is refused. */
export function refusal(
  code: IssueCode,
  file: string,
  message: string,
  at: Pick<Issue, 'cell' | 'hint'> = {},
): ReadFault {
  return new ReadFault(issue(code, message, { file, ...at }));
}

/** Bytes as people read them: `206 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

/** The refusal of a file that cannot be opened or read; other errors are passed through. */
export function openRefusal(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return refusal('file-missing', file, `there is no file ${file}`);
    case 'EACCES':
    case 'EPERM':
      return refusal('file-missing', file, `${file} may not be read`, { hint: 'check its permissions' });
    case 'EISDIR':
      return refusal('file-missing', file, `${file} is a folder, not a file`);
    default:
      return error;
  }
}
