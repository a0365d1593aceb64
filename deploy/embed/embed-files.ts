/**
 * Files in a module's graph: each is copied beside the module and imported as bytes, an engine as its compiled module. That
 * takes no right to read and half the memory of a text in the source. Packages that look for files of theirs find them there.
 */
import { resolve } from "node:path";
import type { Plugin } from "rolldown";

const NO_LIBRARY = resolve(
  import.meta.dirname,
  "../../packages/inference/platform/native-library.browser.js",
);

/** Where a file comes from, by the name that the module has for it. */
export type FilesByName = ReadonlyMap<string, string>;

/** What a module has in its graph. */
export interface Embedded {
  readonly bundle: FilesByName;
  readonly page: FilesByName;
  readonly engine: string;
  /** By the path that `@inception-edge/inference` asks for, when it does. */
  readonly engineFiles: FilesByName;
  /** By the name that `@inception-edge/image` asks for, when it does. */
  readonly codecs: FilesByName;
}

/** Resolves what stands for files; `copied` tells where each of them belongs: the source by its path in the output. */
export function embedFiles(embedded: Embedded, copied: Map<string, string>): Plugin {
  const { bundle, page, engine, engineFiles, codecs } = embedded;
  /** @returns the text of an import's specifier */
  const copy = (folder: string, [name, from]: readonly [string, string]): string => {
    const to = `files/${folder}/${name.replaceAll("/", "-")}`;
    copied.set(to, from);
    return JSON.stringify(`./${to}`);
  };
  const map = (constant: string, folder: string, files: FilesByName): string => {
    const imports = [...files].map(
      (file, index) =>
        `import ${folder}${index} from ${copy(folder, file)} with { type: "bytes" };\n`,
    );
    const entries = [...files.keys()].map(
      (name, index) => `[${JSON.stringify(name)}, ${folder}${index}]`,
    );
    return `${imports.join("")}${constant} = new Map([${entries.join(", ")}]);\n`;
  };
  const lazy = (folder: string, files: FilesByName): string => {
    const entries = [...files].map((file) => {
      const specifier = copy(folder, file);
      // As bytes the engine would stay in memory beside its compiled code.
      const load = file[0].endsWith(".wasm")
        ? `import.source(${specifier}).then((module) => ({ default: module }))`
        : `import(${specifier}, { with: { type: "bytes" } })`;
      return `${JSON.stringify(file[0])}: () => ${load},`;
    });
    return `const files = { ${entries.join(" ")} };\nconst read = async (name) => (await files[name]()).default;\n`;
  };
  const sources: Readonly<Record<string, string>> = {
    "embedded:files": `${map("export const bundle", "bundle", bundle)}${map("export const page", "page", page)}export const engine = ${JSON.stringify(engine)};`,
    "#engine-files": `${lazy("engine", engineFiles)}export { read as readEngineFile };`,
    "#read-codec": `${lazy("codecs", codecs)}export { read as readCodec };`,
  };
  return {
    name: "embed-files",
    resolveId(id) {
      if (id in sources) return `\0${id}`;
      // One isolate opens no libraries, as a browser does not.
      if (id === "#native-library") return NO_LIBRARY;
      // HEIC is not among the formats of a module, so that nothing imports its codec.
      if (id.startsWith("libheif-js/")) return { id, external: true };
      return id.startsWith("./files/") ? { id, external: true } : undefined;
    },
    load: (id) => sources[id.slice(1)],
  };
}
