import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runFolder } from "../../run/run-folder.ts";
import { nextSteps } from "./next-steps.ts";

const test = suite("nextSteps()");

test("gives commands without flags for a run in runs/, and with its path for another", () => {
  assert.equal(nextSteps(runFolder("/home/a/runs/b"), { cwd: "/home/a", hasPredictions: true }), [
    "Next:",
    "  classify images         pnpm --filter classify start PHOTO.jpg",
    "  serve it, with a page   npm run serve",
    "  look for wrong labels   pnpm --filter eda start audit --run runs/b",
  ]);
  assert.equal(nextSteps(runFolder("/exp/b"), { cwd: "/home/a", hasPredictions: false }), [
    "Next:",
    "  classify images         pnpm --filter classify start --bundle ../../exp/b/bundle PHOTO.jpg",
    "  serve it, with a page   MODEL_DIR=../../exp/b/bundle npm run serve",
  ]);
});

test.run();
