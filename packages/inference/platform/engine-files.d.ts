/// <reference lib="dom" />
/** What every platform gives: the files of the engines' npm packages, as they were published. */

/** @param path `@litertjs/core/wasm/litert_wasm_internal.wasm`: a package, then a path inside it */
export function readEngineFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
