/**
 * What a page loads to classify by itself: the worker, the engine, the codecs and the bundle. An offer lists them; a
 * static folder has it as a file, and the service makes it of the bundle in service.
 */

/** A file beside the page. */
export interface Part {
  /** Relative to the page. What is at it never changes: it has the content's hash in it. */
  readonly url: string;
  /** Of the file as it is stored. */
  readonly bytes: number;
  /** Whether it is stored gzipped, since many hosts compress no WebAssembly. */
  readonly isPacked?: true;
}

/** The parts that are the same for every bundle. */
export interface EngineParts {
  /** The worker's script. */
  readonly worker: Part;
  /** By path in the engine's package, without the ending. Each browser loads one of them. */
  readonly engine: Readonly<Record<string, EngineBuildParts>>;
  /** By format. */
  readonly codecs: Readonly<Record<string, Part>>;
}

/** One build of the engine. */
export interface EngineBuildParts {
  /** `relaxed-simd` or `simd`. */
  readonly variant: string;
  readonly wasm: Part;
  readonly script: Part;
}

/** Everything. */
export interface Parts extends EngineParts {
  /** Of what is loaded before the first answer, by a browser that runs the fastest build. */
  readonly bytes: number;
  /** Which of the bundle's networks is among its files. */
  readonly network: "int8" | "float32";
  /** By path in the bundle. */
  readonly bundle: Readonly<Record<string, Part>>;
}

/** What the page reads first. */
export interface Offer {
  /** Whether a service answers beside the page, at `classify`. */
  readonly hasService: boolean;
  /** Absent where the page cannot classify by itself. */
  readonly here?: Parts;
}

/** Formats whose codecs are loaded before the first answer; the others are with the first such image. */
export const usualFormats = ["jpeg", "png", "gif"] as const;

/** All files of the engine's parts, every build's and every codec's. */
export function engineFiles({ worker, engine, codecs }: EngineParts): Part[] {
  const builds = Object.values(engine).flatMap(({ wasm, script }) => [wasm, script]);
  return [worker, ...builds, ...Object.values(codecs)];
}

/** The parts of the engine and those of a bundle. */
export function allParts(engine: EngineParts, bundle: Pick<Parts, "network" | "bundle">): Parts {
  const parts = { ...engine, ...bundle, bytes: 0 };
  const first = [parts.worker, ...firstParts(parts, Object.values(parts.engine)[0]!)];
  return { ...parts, bytes: first.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** What the worker loads before the first answer, with one build of the engine. */
export function firstParts({ codecs, bundle }: Parts, build: EngineBuildParts): Part[] {
  return [
    build.wasm,
    build.script,
    ...usualFormats.map((format) => codecs[format]!),
    ...Object.values(bundle),
  ];
}
