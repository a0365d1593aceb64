/** Quotes a word of a command line that people copy into a POSIX shell; only where it needs to be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
