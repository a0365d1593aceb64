/** The parts that are the same for every bundle: worker, engine and codecs. */
import { imageFormats } from "@inception-edge/image";
import { readCodec } from "@inception-edge/image/codec-files";
import { engineBuilds, engineFile, engineModule } from "@inception-edge/inference/engine-files";
import type { EngineBuildParts, EngineParts, Part } from "../browser/parts.ts";
import { bundleSource, minifyModule } from "./bundle-scripts.ts";
import { storePacked, storePlain, type StoredFile, type StoredPart } from "./stored-file.ts";

/** The parts, their files, and the sources that they were made of. */
export interface MadeEngineParts {
  readonly parts: EngineParts;
  readonly files: readonly StoredFile[];
  readonly sources: readonly string[];
}

const FOLDER = "browser";

export async function makeEngineParts(): Promise<MadeEngineParts> {
  const files: StoredFile[] = [];
  const { code, sources } = await bundleSource("worker.ts", { format: "esm" });
  const worker = keep(storePlain(`${FOLDER}/worker.js`, code));
  const codecs: Record<string, Part> = {};
  for (const format of imageFormats) {
    const wasm = await readCodec(format);
    if (wasm instanceof WebAssembly.Module)
      throw new Error(`Cannot copy the ${format} codec: this runtime shows no bytes of it`);
    codecs[format] = keep(await storePacked(`${FOLDER}/${format}.wasm`, wasm));
  }
  // LiteRT alone: the script of tfjs-tflite evaluates text, which the page's policy forbids.
  const engine: Record<string, EngineBuildParts> = {};
  for (const { path, variant, factory } of engineBuilds("litert")) {
    const name = `${FOLDER}/litert-${variant}`;
    const script = new TextDecoder().decode(await engineFile(`${path}.js`));
    engine[path] = {
      variant,
      wasm: keep(await storePacked(`${name}.wasm`, await engineFile(`${path}.wasm`))),
      script: keep(storePlain(`${name}.js`, await minifyModule(engineModule(script, factory)))),
    };
  }
  return { parts: { worker, engine, codecs }, files, sources };

  function keep({ part, ...file }: StoredPart): Part {
    files.push(file);
    return part;
  }
}
