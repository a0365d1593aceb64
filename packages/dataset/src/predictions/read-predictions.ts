/** Reads predictions and checks that the files belong together. */
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { FILES, parsePredictionsIndex } from "./predictions-index.ts";
import { faultOf, type Predictions } from "./predictions.ts";

/** @throws {Error} naming the folder and the reason, if it holds no predictions or damaged ones */
export async function readPredictions(folder: string): Promise<Predictions> {
  try {
    const text = await readFile(join(folder, FILES.index), "utf8");
    const { schemaVersion: _, featureLength, ...facts } = parsePredictionsIndex(text);
    const [images, classes] = [facts.images.length, facts.classes.length];
    const probabilities = await readFloats(folder, FILES.probabilities, images * classes);
    const features =
      featureLength > 0
        ? await readFloats(folder, FILES.features, images * featureLength)
        : undefined;
    const predictions = { ...facts, probabilities, ...(features && { features }) };
    const fault = faultOf(predictions);
    if (fault !== undefined) throw new Error(fault);
    return predictions;
  } catch (cause) {
    throw new Error(
      `Cannot read the predictions "${folder}": ${reasonOf(cause)}; train again to have them written`,
      { cause },
    );
  }
}

async function readFloats(folder: string, name: string, count: number): Promise<Float32Array> {
  const file = await open(join(folder, name));
  try {
    const { size } = await file.stat();
    if (size !== count * 4) throw new Error(`${name} has ${size} bytes, wanted ${count * 4}`);
    const floats = new Float32Array(count);
    const bytes = new Uint8Array(floats.buffer);
    // One call reads at most 2 GiB: the features of 500,000 images.
    for (let done = 0; done < bytes.length;) {
      const { bytesRead } = await file.read(bytes, done, Math.min(bytes.length - done, 2 ** 30));
      if (bytesRead === 0) throw new Error(`${name} became shorter while it was read`);
      done += bytesRead;
    }
    return floats;
  } finally {
    await file.close();
  }
}

function reasonOf(error: unknown): string {
  const { code, message, path = "" } = error as NodeJS.ErrnoException;
  if (code !== "ENOENT") return message;
  const [name] = Object.values(FILES).filter((each) => path.endsWith(each));
  return `${name ?? "a file"} is missing`;
}
