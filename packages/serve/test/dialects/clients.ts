/** What clients have sent, recorded by bench/dialect-clients.bench.ts: a case of the contract. */
import { readFile } from "node:fs/promises";
import { gunzipSync, unzipSync } from "node:zlib";
import * as assert from "uvu/assert";
import type { Ask, ContractCase } from "../contract-case.ts";
import { pngImage } from "../images.ts";
import { elements, floats, received, type Received } from "./inferred.ts";

interface ClientRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Compressed, in base64. */
  readonly body: string;
}

interface Predicted {
  readonly predictions?: readonly (readonly number[])[];
  readonly outputs?: readonly (readonly number[])[];
}

/** As Hugging Face's task answers. */
type Labeled = readonly { readonly label: string }[];

/** Told which models there are, and no image. */
const INDEX = "/v2/repository/index";

const RECORDED = new URL("client-requests.json", import.meta.url);
const CLASSES = 7;

/** Of an answer's first input: `value:index:label`, or the probabilities. */
function firstRow({ output, binary }: Received): string | readonly number[] {
  if (output.datatype === "BYTES") return String(output.data?.[0] ?? elements(binary)[0]);
  return ((output.data as number[] | undefined) ?? floats(binary)).slice(0, CLASSES);
}

function indexOf(row: string | readonly number[]): number {
  return typeof row === "string" ? Number(row.split(":")[1]) : row.indexOf(Math.max(...row));
}

async function bestIndex(path: string, response: Response): Promise<number> {
  if (path.startsWith("/v2/")) return indexOf(firstRow(await received(response)));
  assert.is(response.status, 200);
  const answer = (await response.json()) as Predicted | Labeled;
  if ("length" in answer) return indexOfLabel(answer[0]!.label);
  const { predictions, outputs } = answer;
  return indexOf((predictions ?? outputs)![0]!);
}

/** The test image's class, by /classify. */
async function imageIndex(ask: Ask): Promise<number> {
  const response = await ask("/classify?top_k=1", { method: "POST", body: pngImage.bytes });
  const { predictions } = (await response.json()) as {
    readonly predictions: readonly { readonly label: string }[];
  };
  return indexOfLabel(predictions[0]!.label);
}

function indexOfLabel(label: string): number {
  return Number(label.split(" ")[1]);
}

/** Whether the body holds the test's image, and not pixels: bytes, base64, or either of them compressed. */
function hasImage(body: Uint8Array, headers: Readonly<Record<string, string>>): boolean {
  const whole = headers["content-encoding"] === undefined ? Buffer.from(body) : unzipSync(body);
  const image = Buffer.from(pngImage.bytes);
  return whole.includes(image) || whole.includes(image.toString("base64"));
}

export const clientCases: readonly ContractCase[] = [
  {
    name: "the requests of tritonclient, kserve, open-inference and huggingface_hub get /classify's answers",
    async run(ask) {
      const requests = JSON.parse(await readFile(RECORDED, "utf8")) as readonly ClientRequest[];
      assert.is(requests.length, 23);
      const ofImage = await imageIndex(ask);
      const ofPixels = new Set<number>();
      for (const { path, body: compressed, ...init } of requests) {
        const body = Uint8Array.from(gunzipSync(Buffer.from(compressed, "base64")));
        const response = await ask(path, { ...init, body });
        if (response.status === 400) {
          const { error } = (await response.json()) as { readonly error: string };
          assert.match(error, /"pixels": its number 0 is NaN/);
        } else if (path === INDEX) {
          assert.is(response.status, 200);
        } else if (hasImage(body, init.headers)) {
          assert.is(await bestIndex(path, response), ofImage);
        } else {
          ofPixels.add(await bestIndex(path, response));
        }
      }
      assert.is(ofPixels.size, 1, "the same pixels, however they come");
    },
  },
];
