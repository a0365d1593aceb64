/**
 * Plays the Indexed Job of kubernetes/classify on this machine: a process for each shard with the Job's own arguments and
 * variables, some killed at random moments, each started again as often as the Job allows. Ends with the digest.
 *
 *   pnpm --filter deploy play-job ARCHIVE [--out DIR] [--bundle DIR] [--kills N] [--at-once N] [--rounds N] [-- FLAGS]
 *
 * FLAGS go to every process behind the Job's own, such as `--part-size 64`. Each round begins anew, and all must end alike.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { playJob } from "./job/play-job.ts";
import { readJob } from "./job/read-job.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: "string" },
    bundle: { type: "string", default: resolve(import.meta.dirname, "../packages/serve/bundle") },
    kills: { type: "string", default: "5" },
    "at-once": { type: "string", default: "2" },
    rounds: { type: "string", default: "1" },
  },
});
const [archive, ...flags] = positionals;
const cwd = process.env["INIT_CWD"] ?? process.cwd();
if (archive === undefined) {
  console.error("Cannot play the Job: no archive is given; give a folder of images");
  process.exit(2);
}
const out = resolve(cwd, values.out ?? mkdtempSync(join(tmpdir(), "inception-edge-job-")));
const digests = new Set<string>();
for (let round = 1; round <= Number(values.rounds); round += 1) {
  const start = performance.now();
  const { answered, sha256 } = await playJob(readJob(), {
    archive: resolve(cwd, archive),
    answers: join(out, `round-${round}`),
    bundle: resolve(cwd, values.bundle),
    kills: Number(values.kills),
    atOnce: Number(values["at-once"]),
    flags,
    log: (line) => console.log(line),
  });
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`Round ${round}: ${answered} answers in ${seconds} s, SHA-256 ${sha256}`);
  digests.add(sha256);
}
console.log(digests.size === 1 ? `One digest; the answers are in ${out}` : "The rounds differ");
process.exitCode = digests.size === 1 ? 0 : 1;
