/** An answer of the Open Inference Protocol, as its client sees it. */
import * as assert from "uvu/assert";

interface Output {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data?: readonly (number | string)[];
  readonly parameters?: { readonly binary_data_size: number };
}

interface Inferred {
  readonly model_name: string;
  readonly model_version: string;
  readonly id?: string;
  readonly outputs: readonly Output[];
}

/** The JSON and, where there is one, the tensor behind it. */
export interface Received extends Inferred {
  readonly output: Output;
  readonly binary: Buffer;
}

/** Fails where it is not 200. */
export async function received(response: Response): Promise<Received> {
  const body = Buffer.from(await response.arrayBuffer());
  assert.is(response.status, 200, body.toString());
  const length = response.headers.get("inference-header-content-length");
  const type = response.headers.get("content-type");
  assert.is(type, length === null ? "application/json" : "application/octet-stream");
  const end = length === null ? body.length : Number(length);
  const answer = JSON.parse(body.toString("utf8", 0, end)) as Inferred;
  const output = answer.outputs[0]!;
  const binary = body.subarray(end);
  assert.is(output.parameters?.binary_data_size ?? 0, binary.length);
  return { ...answer, output, binary };
}

export function floats(bytes: Buffer): number[] {
  return [...new Float32Array(Uint8Array.from(bytes).buffer)];
}

/** Of a BYTES tensor, as text. */
export function elements(bytes: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; at += 4 + bytes.readUInt32LE(at)) {
    texts.push(bytes.toString("utf8", at + 4, at + 4 + bytes.readUInt32LE(at)));
  }
  return texts;
}
