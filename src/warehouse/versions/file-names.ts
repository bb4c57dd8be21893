/** The name of a file without its folders: what the ledger keeps of a path, on whichever system it was given. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
