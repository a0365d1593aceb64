/// <reference lib="dom" />
/** From parts to a classifier that has answered the golden images: the same code as in the service's threads. */
import { isOfDemo } from "@inception-edge/bundle";
import { DEFAULT_LIMITS, imageFormats, loadDecoder } from "@inception-edge/image";
import { compileEngine, openModel, type EngineScript } from "@inception-edge/inference";
import { describeClasses } from "../bundle/describe-classes.ts";
import { readModel } from "../bundle/read-model.ts";
import type { KnownModel } from "../classify/doubt.ts";
import { createClassifier, type Classifier } from "../worker/classifier.ts";
import { selfTest } from "../worker/self-test.ts";
import type { Start, Started } from "./messages.ts";
import { firstParts, usualFormats, type EngineBuildParts, type Parts } from "./parts.ts";
import { readPart } from "./read-part.ts";

/** A classifier, and what the page is told of it. */
export interface OpenedClassifier {
  readonly classifier: Classifier;
  readonly model: KnownModel;
  readonly started: Started;
}

/**
 * @param onProgress bytes of the parts that are loaded before the first answer
 * @throws {Error} a part does not come or is not what it must be, or a golden image is answered differently
 */
export async function openClassifier(
  { parts, base, key }: Start,
  onProgress: (loaded: number, total: number) => void,
): Promise<OpenedClassifier> {
  let loaded = 0;
  let total = 0; // known with the engine's build
  const source = {
    base,
    key,
    onBytes(bytes: number) {
      loaded += bytes;
      if (total > 0) onProgress(Math.min(loaded, total), total);
    },
  };
  const limits = DEFAULT_LIMITS;
  // LiteRT, whose script evaluates no text: the page's policy forbids that.
  const engineCompiled = compileEngine("litert", {
    files: {
      wasm(path) {
        const build = buildOf(parts, path);
        total = firstParts(parts, build).reduce((sum, { bytes }) => sum + bytes, 0);
        return readPart(build.wasm, source);
      },
      async script(path) {
        const { url, bytes } = buildOf(parts, path).script;
        const module = (await import(new URL(url, base).href)) as { default: EngineScript };
        source.onBytes(bytes);
        return module.default;
      },
    },
  });
  const [{ manifest, setup }, compiled] = await Promise.all([
    readModel(bundleReader(), { MODEL_VARIANT: parts.network }, { limits }),
    engineCompiled,
  ]);
  const { input, role, golden, camWeights, ood } = setup;
  const decoder = await loadDecoder({
    limits,
    background: input.background,
    formats: usualFormats,
    readCodec: (name) => readPart(parts.codecs[name]!, source),
  });
  const engine = await openModel(new Uint8Array(setup.model), { engine: compiled });
  const classifier = createClassifier(setup, { decoder, engine });
  await selfTest(classifier, engine, setup);
  const { name, classes, answerSets } = manifest;
  return {
    classifier,
    model: { manifest, role, oodThreshold: ood?.scale.threshold },
    started: {
      kind: "started",
      model: {
        name,
        classes: classes.length,
        variant: role,
        engine: engine.engine,
        selfTest: { pictures: golden.length },
        explains: camWeights !== undefined,
        ...(answerSets?.leastScores[role] && { answerSets }),
        knows: describeClasses(manifest),
        dataset: { isDemo: isOfDemo(manifest) },
      },
      accepted: { maxBytes: limits.maxBytes, types: imageFormats.map((type) => `image/${type}`) },
    },
  };

  /** Each file once, though the manifest is read twice. */
  function bundleReader(): (path: string) => Promise<Uint8Array> {
    const read = new Map<string, Promise<Uint8Array>>();
    return (path) => {
      const part = parts.bundle[path];
      if (part === undefined) return Promise.reject(new Error(`The page has no "${path}"`));
      const reading = read.get(path) ?? readPart(part, source);
      read.set(path, reading);
      return reading;
    };
  }
}

/** @param path of its `.js` or `.wasm` */
function buildOf({ engine }: Parts, path: string): EngineBuildParts {
  const build = engine[path.replace(/\.\w+$/, "")];
  if (build === undefined) throw new Error(`The page has no "${path}"`);
  return build;
}
