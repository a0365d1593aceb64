/** Browsers: the files are fetched from where the page's import map puts their packages. */
export async function readEngineFile(path) {
  const url = import.meta.resolve(path);
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`Cannot download the engine "${url}": the server answered ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}
