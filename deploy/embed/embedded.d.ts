/** What `embedFiles` puts into a module's graph. */
declare module "embedded:files" {
  import type { WasmEngineName } from "@inception-edge/inference";

  /** By path in the bundle. */
  export const bundle: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** By name. */
  export const page: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  export const engine: WasmEngineName;
}
