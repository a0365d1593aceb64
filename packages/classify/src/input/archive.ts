/** All images of all sources in one order, which is the same each time: what is counted, sharded and answered. */
import { createHash } from "node:crypto";
import { shardOf, type Shard } from "../shard/shard.ts";
import type { ImageInput, Source } from "./image-input.ts";
import { InputError } from "./input-error.ts";

/** What was found in a pass over the archive. */
export interface Survey {
  /** Of all shards. */
  readonly images: number;
  /** Of this one. */
  readonly own: number;
  /** SHA-256 over the paths of all images in their order, each ended by a zero. */
  readonly sha256: string;
  /** Files that are no images by their names: how many, by extension. */
  readonly passedOver: ReadonlyMap<string, number>;
  /** What may be wrong with sources that can be read. */
  readonly doubts: readonly string[];
}

/** The archive as one shard sees it. */
export class Archive {
  readonly #sources: readonly Source[];
  readonly #shard: Shard;

  constructor(sources: readonly Source[], shard: Shard) {
    this.#sources = sources;
    this.#shard = shard;
  }

  /** The paths of all shards' images, in order. */
  async *paths(): AsyncGenerator<string> {
    const pass = new Pass(this.#sources, () => false);
    for await (const { path } of pass.images()) yield path;
  }

  /** Lists everything, and reads no image. */
  async survey(onProgress: (images: number) => void): Promise<Survey> {
    const pass = new Pass(this.#sources, () => false);
    let own = 0;
    for await (const { path, index } of pass.images()) {
      if (this.#isOwn(path)) own += 1;
      if (index % 1000 === 0) onProgress(index);
    }
    return { ...pass.found(), own };
  }

  /**
   * This shard's images in order, without the first `skip`.
   * @param surveyed what the archive must still be at the end
   * @throws {InputError} if it is not
   */
  async *images(surveyed: Survey, skip: number): AsyncGenerator<ImageInput> {
    let own = 0;
    const isWanted = (path: string): boolean => own >= skip && this.#isOwn(path);
    const pass = new Pass(this.#sources, isWanted);
    for await (const image of pass.images()) {
      if (!this.#isOwn(image.path)) continue;
      own += 1;
      if (own > skip) yield image;
    }
    if (pass.found().sha256 === surveyed.sha256) return;
    throw new InputError(
      `Cannot finish: the archive changed from ${surveyed.images} to ${pass.found().images} images while it was being classified; start again when it no longer changes`,
    );
  }

  #isOwn(path: string): boolean {
    return shardOf(path, this.#shard.count) === this.#shard.index;
  }
}

/** One time through all sources. */
class Pass {
  readonly #sources: readonly Source[];
  readonly #wants: (path: string) => boolean;
  readonly #paths = createHash("sha256");
  readonly #passedOver = new Map<string, number>();
  readonly #doubts: string[] = [];
  #images = 0;

  constructor(sources: readonly Source[], wants: (path: string) => boolean) {
    this.#sources = sources;
    this.#wants = wants;
  }

  async *images(): AsyncGenerator<ImageInput> {
    const onPassedOver = (path: string): void => {
      const [extension = "no extension"] = /\.[^./]+$/.exec(path) ?? [];
      this.#passedOver.set(extension, (this.#passedOver.get(extension) ?? 0) + 1);
    };
    const onDoubt = (doubt: string): void => void this.#doubts.push(doubt);
    for (const source of this.#sources) {
      for await (const image of source.images({ wants: this.#wants, onPassedOver, onDoubt })) {
        this.#paths.update(`${image.path}\0`);
        yield { ...image, index: this.#images };
        this.#images += 1;
      }
    }
  }

  found(): Omit<Survey, "own"> {
    const sha256 = this.#paths.copy().digest("hex");
    return { images: this.#images, sha256, passedOver: this.#passedOver, doubts: this.#doubts };
  }
}
