import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { classify, url, withBundle } from "../../test/ask-process.ts";
import { runProcessSuites } from "../../test/process-suites.ts";
import { withProcess } from "../../test/start-process.ts";

runProcessSuites("deno");

const hang = suite("a hang on deno");

hang(
  "is answered, makes the process not live, lets the rest finish and ends it with 70",
  async () => {
    const deno = fileURLToPath(new URL("./deno", import.meta.resolve("deno/package.json")));
    const entry = fileURLToPath(new URL("../../test/hanging-deno.ts", import.meta.url));
    const environment = {
      WORKERS: "1",
      DECODE_TIMEOUT_MS: "200",
      HANG_TIMEOUT_MS: "300",
      DRAIN_DELAY_MS: "500",
    };
    await withBundle(async (modelDir) => {
      const command = [
        deno,
        "run",
        "-A",
        "--no-lock",
        "--conditions=@inception-edge/source",
        entry,
      ] as const;
      await withProcess("deno", { modelDir, environment, command }, async (service) => {
        const answer = await classify(service);
        assert.is(answer.status, 504);
        assert.is(((await answer.json()) as { code: string }).code, "decode_timeout");
        await service.logged('"reason":"hung"');
        const live = await fetch(url(service, "/livez"));
        assert.is(live.status, 503);
        assert.equal(await live.json(), { status: "broken", live: false, ready: false });
        assert.is(await service.ended, 70);
      });
    });
  },
);

hang.run();
