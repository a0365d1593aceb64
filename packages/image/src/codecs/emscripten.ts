/// <reference lib="dom" />
/** What Emscripten's glue takes to start a module that is compiled already, and to keep it silent. */

/** The glue adds what the module exports to them, or returns it. */
export interface Overrides {
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance) => void,
  ): object;
  print(): void;
  printErr(): void;
}

/** @param onInstance called before the glue sees the instance */
export function overridesFor(
  module: WebAssembly.Module,
  onInstance: (instance: WebAssembly.Instance) => void = () => {},
): Overrides {
  return {
    instantiateWasm(imports, receive) {
      const instance = new WebAssembly.Instance(module, imports);
      onInstance(instance);
      receive(instance);
      return instance.exports;
    },
    print() {},
    printErr() {},
  };
}
