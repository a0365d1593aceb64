/** The answers as tensors: in JSON, or as bytes behind it. */
import type { BundleClass } from "@inception-edge/bundle";
import { concatBytes } from "../../body/concat-bytes.ts";
import type { NamedModel } from "../../bundle/find-model.ts";
import { bestClasses, probabilities } from "../../classify/best-classes.ts";
import type { ImageAnswer } from "../../classify/submit-uploads.ts";
import { JSON_LENGTH, writeElements } from "./binary-data.ts";
import { OUTPUT, type OutputChoice } from "./read-outputs.ts";
import type { InferAnswer } from "./schema.ts";

/** An output as it is told in JSON, and its elements in both forms. */
interface OutputTensor {
  readonly datatype: "FP32" | "BYTES";
  readonly shape: number[];
  readonly toJson: () => (number | string)[];
  readonly toBytes: () => Uint8Array;
}

/** A body with the headers that describe it. */
export interface InferBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** @param id the request's, if it has one */
export function writeAnswer(
  answers: readonly ImageAnswer[],
  { name, version, model }: NamedModel,
  { isBinary, classes, id }: OutputChoice & { readonly id: string | undefined },
): InferBody {
  const names = model.manifest.classes;
  const tensor = classes > 0 ? classified(answers, classes, names) : scored(answers);
  const { datatype, shape, toJson, toBytes } = tensor;
  const answer = (parts: Partial<InferAnswer["outputs"][number]>): string =>
    JSON.stringify({
      model_name: name,
      model_version: version,
      ...(id !== undefined && { id }),
      outputs: [{ name: OUTPUT, datatype, shape, ...parts }],
    } satisfies InferAnswer);
  if (!isBinary) {
    return { headers: { "content-type": "application/json" }, body: answer({ data: toJson() }) };
  }
  const bytes = toBytes();
  const json = Buffer.from(answer({ parameters: { binary_data_size: bytes.length } }));
  const headers = {
    "content-type": "application/octet-stream",
    [JSON_LENGTH]: String(json.length),
  };
  return { headers, body: concatBytes([json, bytes]) };
}

/** FP32 `[n, classes]` */
function scored(answers: readonly ImageAnswer[]): OutputTensor {
  const rows = answers.map(probabilities);
  return {
    datatype: "FP32",
    shape: [rows.length, rows[0]!.length],
    toJson: () => rows.flatMap((row) => [...row]),
    toBytes: () => concatBytes(rows.map(({ buffer }) => new Uint8Array(buffer))),
  };
}

/**
 * BYTES `[n, count]` of `value:index:label`, best first: Triton's extension `classification`. Source:
 * triton-inference-server/server, docs/protocol/extension_classification.md.
 */
function classified(
  answers: readonly ImageAnswer[],
  count: number,
  names: readonly BundleClass[],
): OutputTensor {
  const wanted = Math.min(count, names.length);
  const texts = answers.flatMap((answer) =>
    bestClasses(answer, wanted).map(
      // Seven digits are all that a float32 has.
      ({ classIndex, score }) =>
        `${Number(score.toPrecision(7))}:${classIndex}:${names[classIndex]!.label}`,
    ),
  );
  return {
    datatype: "BYTES",
    shape: [answers.length, wanted],
    toJson: () => texts,
    toBytes: () => writeElements(texts),
  };
}
