/** A process of its own: threads that run a model in LiteRT's library and end, before the process does. */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { litertLibrary } from "@inception-edge/testing/litert-library";
import { randomInput } from "@inception-edge/testing/networks/random-input";
import { compileEngine, type CompiledEngine } from "../src/compile-engine.ts";
import { openModel } from "../src/open-model.ts";
import { float32File } from "./narrow-files.ts";

if (isMainThread) {
  const engine = await compileEngine("litert-native", { library: litertLibrary });
  for (let round = 0; round < 2; round += 1) {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: engine,
      execArgv: ["--conditions=@inception-edge/source"],
    });
    await new Promise((resolve) => {
      worker.on("exit", resolve);
    });
  }
  console.log("all have ended");
} else {
  const model = await openModel(float32File, { engine: workerData as CompiledEngine });
  await model.run(randomInput(1));
  await model.dispose();
  parentPort!.close();
}
