/** The Indexed Job at a small scale: killed at random, it ends as if nobody had disturbed it. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noise } from "@inception-edge/testing/images/noise";
import { pngFile } from "@inception-edge/testing/images/png-file";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { playJob, type Play } from "./play-job.ts";
import { readJob } from "./read-job.ts";

const test = suite("the Job that classifies");
const SHIPPED = join(import.meta.dirname, "../../packages/serve/bundle");
const IMAGES = 240;

test("ends with the same digest, whoever is killed and when", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeImages(join(folder, "archive"));
    const job = { ...readJob(), completions: 3, environment: { JOB_COMPLETIONS: "3" } };
    const killed: string[] = [];
    const quiet = await playJob(job, playOf(folder, "quiet", 0));
    const disturbed = await playJob(job, {
      ...playOf(folder, "disturbed", 3),
      log: (line) => killed.push(line),
    });
    assert.is(quiet.answered, IMAGES);
    assert.equal(disturbed, quiet);
    assert.ok(
      killed.some((line) => line.includes("ended with SIGKILL: started again")),
      killed.join("\n"),
    );
  });
});

test("fails at once where another try is hopeless", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeImages(join(folder, "archive"));
    const play = { ...playOf(folder, "x", 0), bundle: join(folder, "no-bundle") };
    const { message } = await rejectionOf(playJob(readJob(), play));
    assert.match(message, /^The Job fails: .*Cannot use bundle/s);
  });
});

test.run();

function playOf(folder: string, name: string, kills: number): Play {
  return {
    archive: join(folder, "archive"),
    answers: join(folder, name),
    bundle: SHIPPED,
    kills,
    atOnce: 2,
    flags: ["--part-size", "8", "--threads", "1", "--engine", "litert"],
    log: () => {},
  };
}

async function writeImages(folder: string): Promise<void> {
  await mkdir(folder);
  for (let seed = 0; seed < IMAGES; seed += 1) {
    const [width, height] = [16 + (seed % 16), 16 + Math.floor(seed / 16)];
    const { rgb } = noise(width, height);
    const sample = (x: number, y: number, channel: number): number =>
      rgb[(y * width + x) * 3 + channel]!;
    const png = pngFile({ width, height, colourType: 2, bitDepth: 8, sample });
    await writeFile(join(folder, `${seed}.png`), png);
  }
}
