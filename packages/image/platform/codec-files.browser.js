/**
 * Browsers: the codecs are fetched from where the page's import map puts "imagescript/".
 * A bundler that does not know `import.meta.resolve` passes them as `loadDecoder({ codecs })`.
 */
export async function readCodecFiles() {
  return { jpeg: await download("jpeg"), png: await download("png"), gif: await download("gif") };
}

async function download(name) {
  const url = import.meta.resolve(`imagescript/wasm/any/${name}.wasm`);
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`Cannot download the codec "${url}": the server answered ${response.status}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}
