/** Node: by koffi, an optional peer dependency, loaded where a library is opened. */
import { readFile } from "node:fs/promises";

export const platform = `${process.platform}-${process.arch}`;

/**
 * Never to be unloaded: LiteRT leaves handlers for the process's exit, which would then call nothing (a crash at the
 * end, 139). RTLD_NOW | RTLD_NODELETE.
 */
const STAY = 2 | (process.platform === "darwin" ? 0x80 : 0x1000);

const TYPES = { i: "int", n: "uint64_t", m: "void *" };

export function mayOpen() {
  return undefined;
}

export function readLibrary(path) {
  return readFile(path);
}

export async function openLibrary(path, functions) {
  const { default: koffi } = await import("koffi").catch((cause) => {
    throw new Error("Node opens libraries by the package koffi, which is not installed", { cause });
  });
  const library = koffi.load(path);
  library.func("dlopen", "void *", ["str", "int"])(path, STAY);
  const calls = Object.fromEntries(
    Object.entries(functions).map(([name, letters]) => {
      const parameters = Array.from(letters, (letter) => TYPES[letter]);
      const result = name.includes("Destroy") ? "void" : "int";
      return [name, library.func(name, result, parameters)];
    }),
  );
  return {
    call: (name, values) => calls[name](...values),
    address: (memory) => BigInt(koffi.address(memory)),
    close: () => library.unload(),
  };
}
