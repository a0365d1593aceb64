/** What the manifests say of the service, held to the service: its settings, its metrics, its time to drain. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { EXIT } from "../packages/classify/src/command/failures.ts";
import { describeSettings } from "../packages/classify/src/command/settings.ts";
import { LIMITS } from "../packages/classify/src/engine/classifier.ts";
import { readSettings, settingNames } from "../packages/serve/src/settings.ts";
import { readJob } from "./job/read-job.ts";

const test = suite("deploy's manifests");
const FILES = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.(yaml|yml|toml)$/.test(file) && !file.includes("node_modules"),
);

test("set variables that the service knows", () => {
  const known = new Set<string>([...settingNames, "JOB_COMPLETIONS"]);
  const set = FILES.flatMap((file) =>
    [...read(file).matchAll(/^\s*(?:- name: ([A-Z_]+)|([A-Z_]+) = ".*")$/gm)].map(
      ([, inYaml, inToml]) => inYaml ?? inToml!,
    ),
  );
  assert.ok(set.length >= 6);
  for (const name of set) assert.ok(known.has(name), name);
});

test("alert on metrics that the service has", () => {
  const metrics = readFileSync(
    join(import.meta.dirname, "../packages/serve/src/observe/metrics.ts"),
    "utf8",
  );
  const wanted = read("prometheus/alerts.yml").match(/\b(?:http|inference|model)_\w+/g)!;
  for (const name of new Set(wanted)) assert.ok(metrics.includes(`"${name}"`), name);
});

test("leave more time to stop than the service takes to drain", () => {
  const deployment = read("kubernetes/deployment.yaml");
  const drainMs = ["DRAIN_DELAY_MS", "DRAIN_TIMEOUT_MS"].map((name) =>
    Number(new RegExp(`${name}\\s+value: "(\\d+)"`).exec(deployment)![1]),
  );
  const graceS = Number(/terminationGracePeriodSeconds: (\d+)/.exec(deployment)![1]);
  assert.ok(graceS * 1000 > drainMs[0]! + drainMs[1]!);
});

test("leave a body under way its time to arrive while the service drains", () => {
  const defaults = readSettings({});
  for (const file of ["kubernetes/deployment.yaml", "cloud-run.yaml", "compose.yaml", "fly.toml"]) {
    const set = (name: "BODY_TIMEOUT_MS" | "DRAIN_TIMEOUT_MS"): number =>
      Number(
        new RegExp(`${name}(?:: "| = "|\\s+value: ")(\\d+)"`).exec(read(file))?.[1] ??
          defaults[name],
      );
    assert.ok(set("BODY_TIMEOUT_MS") < set("DRAIN_TIMEOUT_MS"), file);
  }
});

test("tell the shards of the Job how many they are, and that all Jobs are restricted to what they need", () => {
  const { completions, environment, hopelessCode, args } = readJob();
  assert.is(environment["JOB_COMPLETIONS"], String(completions));
  assert.is(hopelessCode, EXIT.usage);
  const job = read("kubernetes/classify/job.yaml");
  assert.match(job, /name: archive\n +mountPath: \/archive\n +readOnly: true/);
  assert.match(job, /claimName: archive\n +readOnly: true/);
  assert.is(args[0], "/archive");
  for (const flag of args.filter((arg) => arg.startsWith("--"))) {
    assert.ok(describeSettings().includes(`  ${flag} `), flag);
  }
  const threads = Number(args[args.indexOf("--threads") + 1]);
  const limit = Number(/memory: (\d+)Gi\n +securityContext/.exec(job)![1]) * 2 ** 30;
  assert.ok(limit >= 400e6 + threads * LIMITS.maxPixels * PER_PIXEL, `${limit} bytes`);
});

/** Bytes for each pixel of a PNG that is decoded, and of the service at rest: packages/image/src/limits.ts, bench/README.md. */
const [PER_PIXEL, AT_REST] = [25, 240e6];

test("leave memory for the largest PNG on every thread", () => {
  const { MAX_PIXELS } = readSettings({});
  for (const file of ["kubernetes/deployment.yaml", "cloud-run.yaml", "compose.yaml", "fly.toml"]) {
    const text = read(file);
    const set = (name: string): number | undefined => {
      const [, value] = new RegExp(`${name}(?:: "| = "|\\s+value: ")(\\d+)"`).exec(text) ?? [];
      return value === undefined ? undefined : Number(value);
    };
    const sizes = [...text.matchAll(/^\s*(?:memory:|mem_limit:|memory =) "?(\d+)(Mi|m|gb)"?$/gm)];
    const [, amount, unit] = sizes.at(-1)!;
    const limit = Number(amount) * (unit === "gb" ? 2 ** 30 : 2 ** 20);
    const needed = AT_REST + set("WORKERS")! * (set("MAX_PIXELS") ?? MAX_PIXELS) * PER_PIXEL;
    assert.ok(limit >= needed, `${file}: ${limit} bytes, ${needed} needed`);
  }
});

test.run();

function read(file: string): string {
  return readFileSync(join(import.meta.dirname, file), "utf8");
}
