/** Deno: the files lie in the installed packages; reading them takes `--allow-read` of `node_modules`. */
export function readEngineFile(path) {
  return Deno.readFile(new URL(import.meta.resolve(path)));
}
