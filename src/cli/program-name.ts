/** How the reader of a summary can call the program: npm starts it in a checkout, where `egdi` is no command. */
export function programName(): string {
  return process.env.npm_lifecycle_event === undefined ? 'egdi' : 'npm run -s egdi --';
}
