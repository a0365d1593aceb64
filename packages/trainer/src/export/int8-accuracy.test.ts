/** The demo dataset, learned as its user does it: what int8 costs there. The real one is the run's to measure. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { writeDemoDataset } from "@inception-edge/dataset";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { startTrainer } from "../../test/start-trainer.ts";
import type { EvaluationDocument } from "../evaluate/evaluation.ts";

const int8 = suite("int8");

int8("answers the demo's held-out images as float32 does", async () => {
  await inTemporaryFolder(async (folder) => {
    // The demo's own drawings, of whose 50 validation images a class five will do.
    await writeDemoDataset(join(folder, "drawn"), { trainPerClass: 120, valPerClass: 5 });
    const args = "--dataset drawn --recipe demo --epochs 1 --out run".split(" ");
    const { code, stderr } = await startTrainer(args, folder).ended;
    assert.is(code, 0, stderr);
    const text = await readFile(join(folder, "run", "evaluation.json"), "utf8");
    const { heldOut, tflite } = JSON.parse(text) as EvaluationDocument;
    const [float32, rounded] = tflite.map((measurement) => measurement.heldOut);
    assert.is(float32!.top1, heldOut.top1);
    assert.is(float32!.agreement!.top1, 1);
    assert.ok(heldOut.top1 > 0.5, `it has learned something: ${heldOut.top1}`);
    assert.ok(Math.abs(rounded!.top1 - heldOut.top1) <= 0.0084, `top-1 ${rounded!.top1}`); // one image of 120
    assert.ok(rounded!.agreement!.top1 >= 0.95, `agreement ${rounded!.agreement!.top1}`);
    assert.ok(rounded!.agreement!.correlation > 0.99, `r ${rounded!.agreement!.correlation}`);
  });
});

int8.run();
