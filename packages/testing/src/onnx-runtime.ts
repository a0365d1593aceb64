/** onnxruntime for tests of ONNX files: where it has no build for the machine they are skipped, and say so. */
import type { InferenceSession, Tensor } from "onnxruntime-node";

const runtime = await import("onnxruntime-node").catch((error: unknown) => {
  console.log(`SKIP onnxruntime does not load here: ${String(error)}`);
  return undefined;
});

/** An ONNX file, opened. */
export interface OnnxModel {
  readonly session: InferenceSession;
  /** What the session's `run` takes. @param images `[height, width, 3]` each, as TFLite takes them; one batch */
  feed(images: readonly Float32Array[]): Readonly<Record<string, Tensor>>;
  /** @returns values of every output by its name, `[batch, classes]` */
  run(images: readonly Float32Array[]): Promise<ReadonlyMap<string, Float32Array>>;
}

/** Whether there is one here. */
export const hasOnnxRuntime: boolean = runtime !== undefined;

/** For processors without VNNI, on which sums of int8 products may overflow otherwise. */
const EXACT = { session: { x64quantprecision: "1" } } as const;

/** On one thread, as the engines that it is compared with. @param extra settings of onnxruntime; exact by default */
export async function openOnnx(file: Uint8Array, extra: object = EXACT): Promise<OnnxModel> {
  const session = await runtime!.InferenceSession.create(file, {
    intraOpNumThreads: 1,
    extra: { ...extra },
  });
  const [metadata] = session.inputMetadata;
  const [, ...shape] = (metadata as InferenceSession.TensorValueMetadata).shape as number[];
  const feed = (images: readonly Float32Array[]): Readonly<Record<string, Tensor>> => {
    const values = Float32Array.from(images.flatMap((image) => [...channelsFirst(image)]));
    return { [metadata!.name]: new runtime!.Tensor(values, [images.length, ...shape]) };
  };
  return {
    session,
    feed,
    async run(images) {
      const outputs: Readonly<Record<string, Tensor>> = await session.run(feed(images));
      return new Map(
        Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]),
      );
    },
  };
}

/** `[height, width, 3]` → `[3, height, width]`. */
function channelsFirst(image: Float32Array): Float32Array {
  const area = image.length / 3;
  return image.map((_, index) => image[(index % area) * 3 + Math.floor(index / area)]!);
}
