/** What becomes of a process whose thread hangs and cannot be ended. */
import * as assert from "uvu/assert";
import { classify, url, withBundle } from "./ask-process.ts";
import { withProcess, type RuntimeName } from "./start-process.ts";

/** @param command starts a service whose threads hang at the first job */
export function runHang(
  runtime: RuntimeName,
  command: readonly [string, ...string[]],
  engine: Readonly<Record<string, string>> = {},
): Promise<void> {
  const environment = {
    WORKERS: "1",
    DECODE_TIMEOUT_MS: "200",
    HANG_TIMEOUT_MS: "300",
    DRAIN_DELAY_MS: "500",
    ...engine,
  };
  return withBundle((modelDir) =>
    withProcess(runtime, { modelDir, environment, command }, async (service) => {
      const answer = await classify(service);
      assert.is(answer.status, 504);
      assert.is(((await answer.json()) as { code: string }).code, "decode_timeout");
      await service.logged('"reason":"hung"');
      const live = await fetch(url(service, "/livez"));
      assert.is(live.status, 503);
      assert.equal(await live.json(), { status: "broken", live: false, ready: false });
      assert.is(await service.ended, 70);
    }),
  );
}
