/// <reference lib="dom" />
/**
 * Emscripten's scripts look for the host that they run on, and each finds another of Node, Deno, a
 * worker and a page wanting: they install process-wide handlers, add script elements, guess paths.
 * Here a script sees no host at all. Its WebAssembly is handed to it; what it would look for is hidden.
 */

/** What a script would take a host from, as parameters that shadow the globals. */
const HIDDEN = [
  "process",
  "window",
  "self",
  "document",
  "importScripts",
  "require",
  "module",
  "exports",
  "define",
] as const;

const PARAMETERS = ["globalThis", ...HIDDEN] as const;

/** Globals that the scripts use on any host. */
const VISIBLE = { Array, crypto, FinalizationRegistry, Object, performance, Promise };

/** TFLite logs at every start; what fails is thrown. */
function silent(): void {}

type Factory = (options: object) => Promise<object>;

/** A build's script as a function that knows no host, and returns Emscripten's factory. */
export type EngineScript = (globals: object) => Factory;

/**
 * The script as the text of a module, whose default export is its `EngineScript`: for pages whose policy forbids to
 * evaluate text.
 *
 * @param script text of Emscripten's `.js`
 * @param factory the variable in it that holds the factory
 */
export function engineModule(script: string, factory: string): string {
  return `export default function (${PARAMETERS.join(", ")}) {\n${body(script, factory)}\n}\n`;
}

/**
 * @param script text of Emscripten's `.js`, or what its module exports
 * @param factory the variable in it that holds the factory
 * @param wasm its `.wasm`, compiled
 */
export async function instantiate(
  script: string | EngineScript,
  factory: string,
  wasm: WebAssembly.Module,
): Promise<object> {
  const evaluate =
    typeof script === "string"
      ? (new Function(...PARAMETERS, body(script, factory)) as EngineScript)
      : script;
  const create = evaluate(VISIBLE);
  return create({
    print: silent,
    printErr: silent,
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object {
      void WebAssembly.instantiate(wasm, imports).then((instance) => receive(instance, wasm));
      return {};
    },
  });
}

function body(script: string, factory: string): string {
  return `${script}\nreturn ${factory};`;
}
