/** The training's Job, held to the trainer: its flags, and one worker's name and port for each index. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseFlagsOnly } from "../packages/host/src/mod.ts";
import { trainFlags } from "../packages/trainer/src/assemble/train-flags.ts";
import { readWorkers } from "../packages/trainer/src/workers/read-workers.ts";

const test = suite("deploy's training Job");

const read = (file: string): string =>
  readFileSync(join(import.meta.dirname, "kubernetes/train", file), "utf8");
const job = read("job.yaml");
const one = (text: string, pattern: RegExp): string => pattern.exec(text)![1]!;

test("gives each index a worker, by the names that the Service makes", () => {
  const name = one(job, /^metadata:\n {2}name: (\S+)$/m);
  const service = one(read("service.yaml"), /^metadata:\n {2}name: (\S+)$/m);
  const port = one(read("service.yaml"), / port: (\d+)$/m);
  assert.is(one(job, /subdomain: (\S+)/), service);
  assert.is(one(job, /containerPort: (\d+)/), port);
  const count = Number(one(job, /completions: (\d+)/));
  assert.is(Number(one(job, /parallelism: (\d+)/)), count);
  const list = one(job, /--workers (\S+)/);
  for (let rank = 0; rank < count; rank += 1) {
    const environment = { JOB_COMPLETION_INDEX: String(rank) };
    const { addresses } = readWorkers({ workers: list, environment })!;
    assert.is(addresses.length, count);
    assert.is(addresses[rank], `${name}-${rank}.${service}:${port}`);
  }
});

test("starts the trainer with flags that it has, and resumes the run that it started", () => {
  const words = [...job.matchAll(/set -- (?:"\$@" )?([^;\n]+?)(?=;|\n)/g)].map(([, args]) => args!);
  const [always, resume, fresh] = words.map((args) => args.trim().split(/\s+/)) as string[][];
  assert.ok(parseFlagsOnly(trainFlags, [...always!, ...resume!]).resume);
  assert.is(parseFlagsOnly(trainFlags, [...always!, ...fresh!]).recipe, "modern-15");
  const out = parseFlagsOnly(trainFlags, always!).out!;
  assert.ok(job.includes(`if [ -e ${out}/config.json ]`));
});

test("lets only workers in", () => {
  const policy = read("network-policy.yaml");
  const label = one(job, /labels:\n\s+app: (\S+)/);
  assert.is([...policy.matchAll(/app: (\S+)/g)].filter(([, app]) => app === label).length, 3);
});

test.run();
