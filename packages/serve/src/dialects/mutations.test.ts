import { suite } from "uvu";
import * as assert from "uvu/assert";
import { dialectRequests, toInit } from "../../test/dialects/dialect-request.ts";
import { judgeAnswer } from "../../test/dialects/judge-answer.ts";
import { mutateRequests } from "../../test/dialects/mutate-request.ts";
import { withService } from "../../test/with-service.ts";

const mutations = suite("spoiled requests");

/** Of each dialect; `bench/dialect-mutations.bench.ts` sends more. */
const COUNT = 300;

for (const [dialect, requests] of Object.entries(dialectRequests)) {
  mutations(`of ${dialect} are answered or refused in its words, and spoil nothing`, async () => {
    await withService({}, async ({ app, logged }) => {
      const sound = (): Promise<readonly unknown[]> =>
        Promise.all(
          Object.values(requests).map(async ({ path, ...request }) => {
            const body = await (await app.request(path, toInit(request))).text();
            return body.replaceAll(/"timings":\{[^}]*\}/g, "");
          }),
        );
      const before = await sound();
      const verdicts: string[] = [];
      for (const { path, init } of mutateRequests(Object.values(requests), 11).take(COUNT)) {
        verdicts.push(await judgeAnswer(path, await app.request(path, init)));
      }
      assert.ok(verdicts.filter((one) => one === "200").length > COUNT / 30);
      assert.ok(verdicts.filter((one) => one === "400").length > COUNT / 3);
      assert.equal(await sound(), before);
      const faults = logged.filter(({ event }) => event === "fault" || event === "worker lost");
      assert.equal(faults, []);
    });
  });
}

mutations.run();
