import { EventEmitter, once } from "node:events";
import type { MessagePort } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DEFAULT_INPUT_CONTRACT } from "@inception-edge/bundle/input";
import { DEFAULT_LIMITS, loadDecoder, type DecodedImage } from "@inception-edge/image";
import { compileEngine } from "@inception-edge/inference";
import { pngImage } from "../../test/images.ts";
import { StageClock } from "../pool/stage-clock.ts";
import { createClassifier, type Engine } from "./classifier.ts";
import { freeBytes } from "./free-bytes.ts";
import { serveJobs } from "./serve-jobs.ts";

const free = suite("freeBytes()");

const input = DEFAULT_INPUT_CONTRACT;
const classes = 2;
const engine: Engine = {
  engine: { name: "none", variant: "none", why: "a test" },
  input: { shape: [1, input.size, input.size, 3] },
  outputs: [
    { name: "scores", shape: [1, classes] },
    { name: "logits", shape: [1, classes] },
  ],
  runStored: async () =>
    [Float32Array.of(0, 1), Float32Array.of(0, 0)].map((values) => ({
      values,
      scale: 1,
      zeroPoint: 0,
    })),
  dispose: async () => {},
};

free("empties what it is given, but nothing that others may use", () => {
  const views: Uint8Array[] = [new Uint8Array(8), new Uint8Array(8).subarray(2)];
  views.push(new Uint8Array(new SharedArrayBuffer(8)));
  for (const view of views) freeBytes(view);
  assert.equal(
    views.map(({ length }) => length),
    [0, 6, 8],
  );
});

free(
  "leaves nothing of the pixels once the input is prepared, and a golden image as it is",
  async () => {
    const decoder = await loadDecoder();
    let decoded: DecodedImage | undefined;
    const decode = (bytes: Uint8Array): DecodedImage => (decoded = decoder.decode(bytes));
    const watched = { ...decoder, decode };
    const classifier = createClassifier({ input, classes }, { decoder: watched, engine });
    const golden = pngImage.bytes.slice().buffer;
    await classifier.classify({ bytes: golden }, () => assert.is(decoded?.rgb.length, 0));
    assert.is(golden.byteLength, pngImage.bytes.length);
  },
);

free("leaves nothing of an image that was sent, answered or refused", async () => {
  const answers = new EventEmitter();
  const postMessage = (message: { readonly kind: string }): boolean =>
    answers.emit(message.kind, message);
  const port = Object.assign(new EventEmitter(), { postMessage });
  const model = {
    id: "a",
    model: new ArrayBuffer(0),
    role: "tflite-int8",
    engine: await compileEngine("litert"),
    input,
    classes,
    limits: DEFAULT_LIMITS,
    golden: [],
  };
  const setup = { models: [model], clock: new StageClock().memory };
  await serveJobs(port as unknown as MessagePort, setup, async () => engine);
  for (const sent of [pngImage.bytes, Uint8Array.of(1, 2, 3)]) {
    const bytes = sent.slice().buffer;
    const done = once(answers, "done");
    port.emit("message", { kind: "job", id: 1, job: { model: "a", bytes } });
    await done;
    assert.is(bytes.byteLength, 0);
  }
});

free.run();
