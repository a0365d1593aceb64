/** Deno: its own FFI, which takes `--allow-ffi=PATH` and `--allow-read=PATH` of the library and nothing else. */
export const platform = `${Deno.build.os}-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`;

/**
 * Never to be unloaded: LiteRT leaves handlers for the process's exit, which would then call nothing (a crash at the
 * end, 139). RTLD_NOW | RTLD_NODELETE.
 */
const STAY = 2 | (Deno.build.os === "darwin" ? 0x80 : 0x1000);

const TYPES = { i: "i32", n: "usize", m: "buffer" };

export function mayOpen(path) {
  for (const name of ["read", "ffi"]) {
    // Asked, never prompted.
    const { state } = Deno.permissions.querySync({ name, path });
    if (state !== "granted") return `Deno was not given --allow-${name}=${path}`;
  }
  return undefined;
}

export function readLibrary(path) {
  return Deno.readFile(path);
}

export async function openLibrary(path, functions) {
  const symbols = {
    // The C library's, which this library depends on. memcpy answers where its first parameter is: `Deno.UnsafePointer`
    // would ask for the right to every library (denoland/deno#15511).
    memcpy: { parameters: ["buffer", "buffer", "usize"], result: "usize" },
    dlopen: { parameters: ["buffer", "i32"], result: "usize" },
  };
  for (const [name, letters] of Object.entries(functions)) {
    const parameters = Array.from(letters, (letter) => TYPES[letter]);
    symbols[name] = { parameters, result: name.includes("Destroy") ? "void" : "i32" };
  }
  const library = Deno.dlopen(path, symbols);
  library.symbols.dlopen(new TextEncoder().encode(`${path}\0`), STAY);
  return {
    call: (name, values) => library.symbols[name](...values),
    address: (memory) => BigInt(library.symbols.memcpy(memory, memory, 0n)),
    close: () => library.close(),
  };
}
