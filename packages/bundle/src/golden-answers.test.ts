import { suite } from "uvu";
import * as assert from "uvu/assert";
import { BundleError } from "./bundle-error.ts";
import { encodeGoldenAnswers, parseGoldenAnswers } from "./golden-answers.ts";
import { goldenProblems, hashInput } from "./golden-check.ts";

const golden = suite("golden answers");

const inputSha256 = await hashInput(Float32Array.of(0, 0.5, 1));
const image = {
  path: "golden/0.png",
  inputSha256,
  answers: { "tflite-int8": { scores: [0.25, 0.75], tolerance: 0.01 } },
};

golden("are the same after encoding and parsing", () => {
  const { path, role, bytes } = encodeGoldenAnswers({ cases: [image] });
  assert.equal([path, role], ["golden/answers.json", "golden-answers"]);
  assert.equal(parseGoldenAnswers(bytes), { cases: [image] });
});

golden("are rejected in any other format", () => {
  for (const text of ["", "{}", '{"cases":[]}', '{"cases":[{"path":"a"}]}']) {
    assert.throws(
      () => parseGoldenAnswers(new TextEncoder().encode(text)),
      (error: unknown) => error instanceof BundleError,
    );
  }
});

golden("hash the input's float32 values", () => {
  // printf '\0\0\0\0\0\0\0\x3f\0\0\x80\x3f' | sha256sum
  assert.is(inputSha256, "e3f6e33972cfb3a22c6a43b01454af89e5a8f834b4788d6567e26762b583bb05");
});

function problems(scores: number[], role = "tflite-int8", hash = inputSha256): string[] {
  return goldenProblems(image, role, { inputSha256: hash, scores: Float32Array.from(scores) });
}

golden("have no problem within the tolerance, and one for each value beyond it", () => {
  assert.equal(problems([0.255, 0.745]), []);
  assert.match(problems([0.25, 0.7])[0] ?? "", /gets 0\.6\d+ for class 1, wanted 0\.75 ± 0\.01/);
  assert.match(problems([0.25, Number.NaN])[0] ?? "", "gets NaN for class 1");
  assert.equal(problems([1]), ["golden/0.png gets 1 scores, wanted 2"]);
  assert.equal(problems([0.25, 0.75], "other"), ['golden/0.png has no expected answer of "other"']);
  assert.match(problems([0.25, 0.75], "tflite-int8", "0".repeat(64))[0] ?? "", "gives the input");
});

golden.run();
