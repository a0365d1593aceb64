/** What a request wants to be answered: of the only output, `probabilities`, its numbers or the best classes. */
import { Problem } from "../../problem.ts";
import type { InferRequest } from "./schema.ts";

/** The output's name. */
export const OUTPUT = "probabilities";

/** How the output is answered. */
export interface OutputChoice {
  /** As bytes behind the JSON, or in it. */
  readonly isBinary: boolean;
  /** This many of the best classes as `value:index:label`; 0: the probabilities of all. */
  readonly classes: number;
}

/** @throws {Problem} `invalid_body` */
export function readOutputs({
  outputs,
  parameters,
}: Pick<InferRequest, "outputs" | "parameters">): OutputChoice {
  const [output = { name: OUTPUT }, another] = outputs ?? [];
  if (output.name !== OUTPUT || another !== undefined) {
    const names = outputs!.slice(0, 3).map(({ name }) => JSON.stringify(name.slice(0, 80)));
    const detail = `Cannot answer the outputs ${names.join(", ")}: there is "${OUTPUT}" only, once`;
    throw new Problem("invalid_body", detail);
  }
  const { classification = 0, binary_data = parameters?.["binary_data_output"] ?? false } =
    output.parameters ?? {};
  if (!Number.isSafeInteger(classification) || Number(classification) < 0) {
    throw wrongParameter("classification", classification, "a number of classes");
  }
  if (typeof binary_data !== "boolean") {
    throw wrongParameter("binary_data", binary_data, "true or false");
  }
  return { isBinary: binary_data, classes: Number(classification) };
}

function wrongParameter(name: string, value: unknown, wanted: string): Problem {
  const found = JSON.stringify(value)?.slice(0, 80);
  const detail = `Cannot answer "${OUTPUT}": its parameter ${name} is ${found}, wanted ${wanted}`;
  return new Problem("invalid_body", detail);
}
