import { suite } from "uvu";
import * as assert from "uvu/assert";
import { classify, withBundle } from "../../test/ask-process.ts";
import { pngImage } from "../../test/images.ts";
import { converse, head, runProcessSuites } from "../../test/process-suites.ts";
import { withProcess } from "../../test/start-process.ts";

runProcessSuites("node");

// Deno 2.9.6 notices that only for bodies of a few bytes: see the README's limits.
const leaving = suite("clients of node");

leaving("that leave take their waiting images with them", async () => {
  await withBundle((modelDir) =>
    withProcess("node", { modelDir }, async (service) => {
      const { length } = pngImage.bytes;
      const request = head(length).replace("/classify", "/classify?explain=true");
      const whole = request + Buffer.from(pngImage.bytes).toString("latin1");
      const leave = { breakOff: true, everyMs: 100 };
      await Promise.all(Array.from({ length: 30 }, () => converse(service, [whole], leave)));
      await service.logged('"code":"client_gone"');
      assert.is((await classify(service)).status, 200);
    }),
  );
});

leaving.run();
