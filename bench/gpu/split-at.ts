/** The words of a command line between the marks. */
export function splitAt(words: readonly string[], mark: string): readonly (readonly string[])[] {
  const at = words.indexOf(mark);
  return at < 0 ? [words] : [words.slice(0, at), ...splitAt(words.slice(at + 1), mark)];
}
