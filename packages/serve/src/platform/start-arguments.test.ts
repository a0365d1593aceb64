import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseStartArguments } from "./start-arguments.ts";

const args = suite("parseStartArguments()");

args("takes none, SageMaker's word, and KServe's flags in either form", () => {
  assert.equal(parseStartArguments([]), { environment: {}, platform: undefined });
  const { environment, platform } = parseStartArguments(["serve"]);
  assert.equal([environment, platform?.name], [{}, "SageMaker"]);
  for (const words of [
    ["--model_name=pets", "--model_dir=/mnt/models", "--http_port=8080"],
    ["--http_port", "8080", "--model_dir", "/mnt/models", "--model_name", "pets"],
  ]) {
    const given = parseStartArguments(words);
    assert.equal(given.environment, { PORT: "8080", MODEL_DIR: "/mnt/models", MODEL_NAME: "pets" });
    assert.is(given.platform, undefined);
  }
});

args("refuses every other word, and says what there is", () => {
  for (const words of [["train"], ["serve", "twice"], ["--port=80"], ["--http_port"]]) {
    assert.throws(
      () => parseStartArguments(words),
      (error: Error) =>
        error.message.startsWith("Cannot start: ") &&
        error.message.includes(words.at(-1)!.split("=")[0]!) &&
        error.message.endsWith(
          "; the arguments are serve, --http_port (PORT), --model_dir (MODEL_DIR) and --model_name (MODEL_NAME), all else is set by variables",
        ),
      words.join(" "),
    );
  }
});

args.run();
