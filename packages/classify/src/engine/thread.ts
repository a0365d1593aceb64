/** Entry of a thread that classifies: proves itself by the golden images, then answers one batch after another. */
import { parentPort, workerData } from "node:worker_threads";
import { openModel } from "@inception-edge/inference";
import { answerLine } from "../answer/answer.ts";
import { checkGolden } from "./check-golden.ts";
import { createClassifier, loadFileDecoder, type Classifier } from "./classifier.ts";
import type { Answered, Batch, FromThread, ThreadSetup, ToThread } from "./job.ts";

const setup = workerData as ThreadSetup;
const decoder = await loadFileDecoder(setup);
const { size } = setup.input;
const model = await openModel(setup.model, {
  engine: setup.engine,
  expect: { input: [1, size, size, 3], output: [1, setup.classes.length] },
});
const classifier = createClassifier(setup, { decoder, model });
try {
  await checkGolden(classifier, setup);
} catch (error) {
  await model.dispose();
  throw error;
}
post({ kind: "started" });

let last: Promise<void> = Promise.resolve();
parentPort!.on("message", (told: ToThread) => {
  last = last.then(() => (told === "free" ? free() : answer(told)));
});

async function answer(batch: Batch): Promise<void> {
  post({ kind: "answered", answered: await answerBatch(classifier, batch) });
}

async function free(): Promise<void> {
  await model.dispose();
  post({ kind: "freed" });
}

async function answerBatch(to: Classifier, { images }: Batch): Promise<Answered> {
  const errors: Record<string, number> = {};
  let lines = "";
  for (const image of images) {
    const given = await to.answer(image);
    if (given.error) errors[given.error.code] = (errors[given.error.code] ?? 0) + 1;
    lines += `${answerLine(given)}\n`;
  }
  return { lines, images: images.length, errors };
}

function post(message: FromThread): void {
  parentPort!.postMessage(message);
}
