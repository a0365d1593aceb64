/**
 * A static folder in Chromium, on this machine's own loopback: bytes that a visitor loads, the time from the click on a
 * link to the first answer, on the first visit and without a network, and how many of a camera's frames are answered.
 *
 *   node --conditions=@inception-edge/source bench/browser.bench.ts [BUNDLE]
 *
 * The image is the bundle's first golden one, given as soon as the page is there. The camera is Chromium's own, 640×480 at
 * up to 60 frames a second; there is no GPU for the page, so the processor draws it too.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildStatic } from "../packages/serve/src/static/build-static.ts";
import { openBrowser } from "../packages/serve/test/browser.ts";
import { startStaticHost, type StaticHost } from "../packages/serve/test/static-host.ts";
import { median } from "./median.ts";

type Browser = Exclude<Awaited<ReturnType<typeof openBrowser>>, string>;
type Tab = Awaited<ReturnType<Browser["newPage"]>>;

const STARTS = 5;
const LIVE_SECONDS = 5;
const CAMERA = "--use-fake-device-for-media-stream=fps=60";

await main(resolve(process.argv[2] ?? "packages/serve/bundle"));

async function main(bundle: string): Promise<void> {
  const browser = await openBrowser([CAMERA]);
  if (typeof browser === "string") throw new Error(`Cannot measure: ${browser}`);
  const folder = await mkdtemp(join(tmpdir(), "browser-bench-"));
  const out = join(folder, "static");
  const image = join(bundle, "golden/0.jpeg");
  try {
    const { name } = await buildStatic({ bundle, out, basePath: "/", variant: "auto" });
    console.log(`${name}, Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}`);
    console.log(`before it began, ${loadavg()[0]!.toFixed(1)} other processes wanted a processor`);
    const visits: Visit[] = [];
    for (let round = 0; round < STARTS; round += 1) {
      const host = await startStaticHost({ folder: out, basePath: "/", keepsHeaders: true });
      visits.push(await visit(browser, host, image));
      host.close();
    }
    const [{ bytes, keptBytes }] = visits as [Visit];
    console.log(`loaded before the first answer, MB: ${(bytes / 1e6).toFixed(1)}`);
    console.log(`loaded and kept for use offline, MB: ${(keptBytes / 1e6).toFixed(1)}`);
    tell(
      "first visit to first answer, ms",
      visits.map(({ firstMs }) => firstMs),
    );
    tell(
      "the same offline, ms",
      visits.map(({ offlineMs }) => offlineMs),
    );
    tell(
      "a further image, ms",
      visits.map(({ nextMs }) => nextMs),
    );
    tell(
      "answers a second to the camera",
      visits.map(({ perSecond }) => perSecond),
    );
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

interface Visit {
  readonly bytes: number;
  readonly keptBytes: number;
  readonly firstMs: number;
  readonly offlineMs: number;
  readonly nextMs: number;
  readonly perSecond: number;
}

async function visit(browser: Browser, host: StaticHost, image: string): Promise<Visit> {
  const context = await browser.newContext();
  try {
    const tab = await context.newPage();
    const firstMs = await firstAnswer(tab, host.url, image);
    const bytes = loaded(host);
    await tab.waitForFunction(
      () => document.querySelector("#offline-state")!.textContent === "Works offline.",
    );
    const keptBytes = loaded(host);
    const nextMs = await nextAnswer(tab, image);
    const perSecond = await liveAnswers(tab);
    host.close();
    return {
      bytes,
      keptBytes,
      firstMs,
      nextMs,
      perSecond,
      offlineMs: await firstAnswer(await context.newPage(), host.url, image),
    };
  } finally {
    await context.close();
  }
}

/** ms from the click to the first answer. */
async function firstAnswer(tab: Tab, url: string, image: string): Promise<number> {
  const start = performance.now();
  await tab.goto(url, { waitUntil: "domcontentloaded" });
  await tab.setInputFiles("#file", image);
  await tab.waitForSelector("#predictions li");
  return performance.now() - start;
}

/** ms, as the page tells it. */
async function nextAnswer(tab: Tab, image: string): Promise<number> {
  await tab.evaluate(() => document.querySelector("#predictions")!.replaceChildren());
  await tab.setInputFiles("#file", image);
  await tab.waitForSelector("#predictions li");
  return parseFloat((await tab.textContent("#total"))!);
}

/** Answers that were shown, a second. */
async function liveAnswers(tab: Tab): Promise<number> {
  await tab.click("#use-camera");
  await tab.waitForFunction(() =>
    /answers a second/.test(document.querySelector("#round-trip")!.textContent!),
  );
  const shown = await tab.evaluate(async (seconds) => {
    let answers = 0;
    const observer = new MutationObserver(() => (answers += 1));
    observer.observe(document.querySelector("#predictions")!, { childList: true });
    await new Promise((ended) => setTimeout(ended, seconds * 1000));
    observer.disconnect();
    return answers;
  }, LIVE_SECONDS);
  return shown / LIVE_SECONDS;
}

function loaded({ answered }: StaticHost): number {
  return answered.reduce((sum, { bytes }) => sum + bytes, 0);
}

function tell(what: string, values: readonly number[]): void {
  const all = values.map((value) => value.toFixed(0)).join(", ");
  console.log(`${what}: ${median(values).toFixed(0)} (${all})`);
}
