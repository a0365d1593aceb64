import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  TensorFlowError,
  type FeedValue,
  type GraphThread,
  type Outputs,
} from "@inception-edge/tensorflow";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { stepsAhead } from "./steps-ahead.ts";

const ahead = suite("stepsAhead()");

const scalar = (value: number): FeedValue => ({
  dtype: "int32",
  shape: [],
  values: Int32Array.of(value),
});

const numberIn = (feed: FeedValue | undefined): number =>
  (feed as { values: Int32Array }).values[0]!;

/** In a program's place: a step's metrics are its number and the batch that it was trained on. */
function fakeProgram(failing: readonly number[] = []) {
  const ran: string[] = [];
  let batch = NaN;
  let metrics = Float32Array.of(NaN, NaN);
  let previous: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  const run: GraphThread["run"] = (signature, feeds = {}) => {
    const answer = previous.then((): Outputs => {
      if (isClosed) throw new TensorFlowError("Cannot continue: closed");
      const before = { shape: [2], values: metrics };
      if (signature !== "train") ran.push(signature);
      else {
        const step = numberIn(feeds["step"]);
        ran.push(`train ${step}`);
        if (failing.includes(step)) throw new TensorFlowError(`TensorFlow failed: step ${step}`);
        metrics = Float32Array.of(step, batch);
      }
      if ("indices" in feeds) batch = numberIn(feeds["indices"]);
      return { metrics: before };
    });
    previous = answer.catch(() => {});
    return answer;
  };
  const thread: GraphThread = {
    run,
    close() {
      isClosed = true;
      return Promise.resolve();
    },
  };
  return { ran, steps: stepsAhead(thread) };
}

/** The metrics of step `step`, whose batch is the image `100 + step`. */
async function request({ steps }: ReturnType<typeof fakeProgram>, step: number): Promise<number[]> {
  return [...(await steps.run("train", scalar(step), { indices: scalar(100 + step) }))];
}

ahead(
  "stepsAhead() answers each step's own metrics, with a run for each and two more",
  async () => {
    const program = fakeProgram();
    const answers = await Promise.all([0, 1, 2, 3].map((step) => request(program, step)));
    assert.equal(answers, [
      [0, 100],
      [1, 101],
      [2, 102],
      [3, 103],
    ]);
    const runs = ["feed", "train 0", "train 1", "train 2", "train 3", "last_metrics"];
    assert.equal(program.ran, runs);
  },
);

ahead("stepsAhead() answers a step once it is the last, and while more are requested", async () => {
  const program = fakeProgram();
  assert.equal(await request(program, 0), [0, 100]);
  const [first, second] = [request(program, 1), request(program, 2)];
  assert.equal(await first, [1, 101]);
  const third = request(program, 3);
  assert.equal(
    [await second, await third],
    [
      [2, 102],
      [3, 103],
    ],
  );
});

ahead("stepsAhead() runs everything else after the steps that were requested", async () => {
  const program = fakeProgram();
  const answers = [request(program, 0), request(program, 1)];
  await program.steps.thread.run("weights");
  assert.equal(program.ran, ["feed", "train 0", "train 1", "last_metrics", "weights"]);
  answers.push(request(program, 2));
  await program.steps.thread.run("save");
  await program.steps.thread.run("save");
  assert.equal(program.ran.slice(5), ["feed", "train 2", "last_metrics", "save", "save"]);
  assert.equal(await Promise.all(answers), [
    [0, 100],
    [1, 101],
    [2, 102],
  ]);
});

ahead("stepsAhead() rejects the step that fails, and answers those before it", async () => {
  const program = fakeProgram([2]);
  const answers = [0, 1, 2, 3].map((step) => request(program, step));
  for (const answer of answers) answer.catch(() => {});
  assert.equal(await answers[0], [0, 100]);
  assert.equal(await answers[1], [1, 101]);
  assert.match((await rejectionOf(answers[2]!)).message, "TensorFlow failed: step 2");
  assert.match((await rejectionOf(answers[3]!)).message, "TensorFlow failed: step 2");
});

ahead("stepsAhead() leaves no step unanswered when it is closed", async () => {
  const program = fakeProgram();
  const answers = [request(program, 0), request(program, 1), request(program, 2)];
  for (const answer of answers) answer.catch(() => {});
  await program.steps.thread.close();
  for (const answer of answers) assert.match((await rejectionOf(answer)).message, "closed");
});

ahead.run();
