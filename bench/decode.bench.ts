/**
 * Decoding 64x64 JPEGs on one core: @inception-edge/image against imagescript's public API, in turns in one
 * run, and the second resize step. Medians of 7 rounds over 1000 files (2000 decoded before, to warm up).
 *
 *   node --conditions=@inception-edge/source bench/decode.bench.ts [folder of JPEGs]
 *   deno run -A --conditions=@inception-edge/source bench/decode.bench.ts [folder of JPEGs]
 *
 * Without a folder the files are made here, noise over a gradient. "A core" counts processor time, which
 * other work on the machine does not lengthen; "a second" is the clock's.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { loadDecoder, resizeMethods, toInput } from "../packages/image/src/mod.ts";
import { median } from "./median.ts";

const FILES = 1000;
const ROUNDS = 7;

/** The parts of imagescript's public API that are used here. */
interface PublicImage {
  readonly bitmap: Uint8Array;
  encodeJPEG(quality: number): Promise<Uint8Array>;
}
interface ImageScript {
  readonly Image: (new (width: number, height: number) => PublicImage) & {
    decode(bytes: Uint8Array): Promise<PublicImage>;
  };
}

interface Rate {
  /** Images per second of processor time. */
  readonly core: number;
  /** Images per second by the clock. */
  readonly second: number;
}

const fromImagePackage = createRequire(new URL("../packages/image/package.json", import.meta.url));
const { Image } = fromImagePackage("imagescript") as ImageScript;

await main(process.argv[2]);

async function main(folder?: string): Promise<void> {
  const files = folder === undefined ? await madeFiles() : filesIn(folder);
  const bytes = Math.round(files.reduce((sum, file) => sum + file.length, 0) / files.length);
  console.log(`${files.length} JPEGs of ${bytes} bytes on average, ${folder ?? "made here"}`);

  const decoder = await loadDecoder();
  const ours = (): Promise<Rate> => measure(files, (file) => decoder.decode(file));
  const theirs = (): Promise<Rate> => measure(files, (file) => Image.decode(file));
  await ours();
  await ours();
  await theirs();
  const rates = { ours: [] as Rate[], theirs: [] as Rate[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.ours.push(await ours());
    rates.theirs.push(await theirs());
  }
  const [own, other] = [medianRate(rates.ours), medianRate(rates.theirs)];
  print("decode, @inception-edge/image", own);
  print("decode, imagescript's public API", other);
  console.log(
    `ratio ${(own.core / other.core).toFixed(2)} a core, ${(own.second / other.second).toFixed(2)} a second`,
  );

  const images = files
    .map((file) => decoder.decode(file))
    .filter(({ width, height }) => width === 64 && height === 64);
  for (const method of resizeMethods) {
    const resize = (): Promise<Rate> => measure(images, (image) => toInput(image, method, 56));
    await resize();
    print(`toInput, ${method} to 56x56`, medianRate(await inTurn(ROUNDS, resize)));
  }
}

async function measure<Item>(items: readonly Item[], work: (item: Item) => unknown): Promise<Rate> {
  const clock = performance.now();
  const cpu = process.cpuUsage();
  for (const item of items) await work(item);
  const { user, system } = process.cpuUsage(cpu);
  return {
    core: (items.length / (user + system)) * 1e6,
    second: (items.length / (performance.now() - clock)) * 1e3,
  };
}

async function inTurn<Result>(times: number, work: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let time = 0; time < times; time += 1) results.push(await work());
  return results;
}

function medianRate(rates: readonly Rate[]): Rate {
  return {
    core: median(rates.map(({ core }) => core)),
    second: median(rates.map(({ second }) => second)),
  };
}

function print(name: string, { core, second }: Rate): void {
  console.log(
    `${name.padEnd(34)} ${core.toFixed(0).padStart(7)} a second of a core, ${second.toFixed(0).padStart(7)} a second`,
  );
}

function filesIn(folder: string): Uint8Array[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  const jpegs = names.filter((name) => /\.jpe?g$/i.test(name)).slice(0, FILES);
  if (jpegs.length === 0) throw new Error(`Cannot find a JPEG in "${folder}"`);
  return jpegs.map((name) => new Uint8Array(readFileSync(join(folder, name))));
}

async function madeFiles(): Promise<Uint8Array[]> {
  const files: Uint8Array[] = [];
  let state = 1;
  for (let index = 0; index < FILES; index += 1) {
    const image = new Image(64, 64);
    for (let at = 0; at < image.bitmap.length; at += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const gradient = ((at >> 2) % 64) * 2 + (at >> 8);
      image.bitmap[at] = at % 4 === 3 ? 255 : gradient + (state >>> 27);
    }
    files.push(await image.encodeJPEG(75));
  }
  return files;
}
