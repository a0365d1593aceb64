/**
 * Spoiled requests of every dialect that the service speaks, to a process as its user starts it: is each answered or
 * refused in that dialect's own words, none by a status of 500 or above, and are the sound ones answered as ever?
 *
 *   node --conditions=@inception-edge/source bench/dialect-mutations.bench.ts [COUNT] [SEED] [deno|node]
 *
 * 2,000 of each dialect by default. Exits with 1 when one is not, the log has a fault, or an answer takes a second.
 */
import { deepStrictEqual } from "node:assert/strict";
import { withBundle } from "../packages/serve/test/ask-process.ts";
import { contractSettings } from "../packages/serve/test/contract-settings.ts";
import { dialectRequests, toInit } from "../packages/serve/test/dialects/dialect-request.ts";
import { judgeAnswer } from "../packages/serve/test/dialects/judge-answer.ts";
import { mutateRequests } from "../packages/serve/test/dialects/mutate-request.ts";
import { withProcess, type RuntimeName } from "../packages/serve/test/start-process.ts";
import { residentMb } from "./serve-memory.ts";

const LONGEST_MS = 1000;

const [, , count = "2000", seed = "7", runtime = "deno"] = process.argv;
const environment = Object.fromEntries(
  Object.entries(contractSettings).map(([name, value]) => [name, String(value)]),
);
const outcomes: Record<string, Record<string, number>> = {};
let longestMs = 0;

await withBundle((modelDir) =>
  withProcess(
    runtime as RuntimeName,
    { modelDir, environment, timeoutMs: 3_600_000 },
    async ({ port, pid, log }) => {
      const ask = (path: string, init: RequestInit): Promise<Response> =>
        fetch(`http://127.0.0.1:${port}${path}`, init);
      for (const [dialect, requests] of Object.entries(dialectRequests)) {
        const sound = (): Promise<readonly string[]> =>
          Promise.all(
            Object.values(requests).map(async (request) => {
              const body = await (await ask(request.path, toInit(request))).text();
              return body.replaceAll(/"timings":\{[^}]*\}/g, "");
            }),
          );
        const before = await sound();
        const counts = (outcomes[dialect] = {} as Record<string, number>);
        const spoiled = mutateRequests(Object.values(requests), Number(seed));
        for (const { path, init } of spoiled.take(Number(count))) {
          const start = performance.now();
          const verdict = await judgeAnswer(path, await ask(path, init));
          longestMs = Math.max(longestMs, performance.now() - start);
          counts[verdict] = (counts[verdict] ?? 0) + 1;
        }
        deepStrictEqual(await sound(), before);
      }
      const faults = log.filter((line) => /"event":"(fault|worker lost)"/.test(line));
      deepStrictEqual(faults, []);
      console.table(outcomes);
      const mb = (await residentMb(pid)).toFixed(0);
      console.log(
        `seed ${seed}, ${runtime}: the longest took ${longestMs.toFixed(0)} ms; ${mb} MB at the end`,
      );
    },
  ),
);
process.exitCode = longestMs < LONGEST_MS ? 0 : 1;
