import { readFile } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Problem, problemDetails, problems } from "./problem.ts";

const problem = suite("Problem");

problem("becomes RFC 9457 details, with a stable code and a sentence for people", () => {
  const details = problemDetails(new Problem("queue_full", "Cannot classify now: 3 wait"), "id-1");
  assert.equal(details, {
    type: "/docs#queue_full",
    title: "Too many images are waiting",
    status: 429,
    detail: "Cannot classify now: 3 wait",
    code: "queue_full",
    error: "Cannot classify now: 3 wait",
    requestId: "id-1",
  });
});

problem("stands in the README, each with its status", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  for (const [code, { status, title }] of Object.entries(problems)) {
    const row = new RegExp(`\\| \`${code}\` +\\| ${status} +\\| ${title} +\\|`);
    assert.match(readme, row);
  }
});

problem.run();
