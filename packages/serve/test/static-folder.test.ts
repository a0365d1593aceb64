/** A static folder in a real Chromium: from a plain host under a path, on http, with nothing but what the folder has. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseGoldenAnswers, parseManifest, topK } from "@inception-edge/bundle";
import { avifFixtures } from "@inception-edge/testing/images/avif-file";
import { webpFixtures } from "@inception-edge/testing/images/webp-file";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { buildStatic, type StaticBuild } from "../src/static/build-static.ts";
import { openBrowser } from "./browser.ts";
import { jpegImage, pngImage } from "./images.ts";
import { startStaticHost, type StaticHost } from "./static-host.ts";
import { writeTinyBundle, type TinyBundleOptions } from "./tiny-bundle.ts";

const folders = suite("a static folder");
const opened = await openBrowser();
const browser = typeof opened === "string" ? undefined : opened;
const test = browser === undefined ? folders.skip : folders;
if (typeof opened === "string") console.log(`SKIP ${opened}`);
folders.after(() => browser?.close());

const SHIPPED = fileURLToPath(new URL("../bundle", import.meta.url));
const jpeg = { name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from(jpegImage.bytes) };

test("made of the shipped bundle answers the golden images as they were exported", () =>
  withFolder({ bundle: SHIPPED }, async ({ tab, built, host }) => {
    await untilReady(tab);
    assert.match((await tab.textContent("#model"))!, /int8.*3 golden images right/);
    const loaded = host.answered.filter(({ path }) => /^(browser|bundle)\//.test(path));
    const bytes = loaded.reduce((sum, one) => sum + one.bytes, 0);
    const offer = loaded.find(({ path }) => path.includes("/offer-"))!;
    assert.is(bytes - offer.bytes, built.firstBytes, "what is loaded is what was told");

    const { classes } = parseManifest(JSON.parse((await readShipped("manifest.json")).toString()));
    const { cases } = parseGoldenAnswers(await readShipped("golden/answers.json"));
    for (const { path, answers } of cases) {
      const { scores, tolerance } = answers["tflite-int8"]!;
      const [best] = topK(Float32Array.from(scores), 1);
      const shown = await classify(tab, {
        name: path,
        mimeType: "image/jpeg",
        buffer: await readShipped(path),
      });
      assert.is(shown[0]!.label, classes[best!.classIndex]!.label);
      assert.ok(Math.abs(shown[0]!.score - best!.score) <= tolerance + 0.0005, path);
    }
  }));

test("moves nothing while it loads, at any width", () =>
  withFolder({}, async ({ tab }) => {
    await untilReady(tab);
    for (const width of [1280, 360]) {
      await tab.setViewportSize({ width, height: 800 });
      await tab.reload();
      await untilReady(tab);
      await untilKept(tab);
      assert.ok((await layoutShift(tab)) < 0.01, `${await layoutShift(tab)} at ${width} px`);
    }
  }));

test("sends nothing, asks nothing of other hosts and says nothing on the console", () =>
  withFolder({}, async ({ tab, host }) => {
    await untilReady(tab);
    await untilKept(tab);
    const before = host.answered.length;
    await classify(tab, jpeg);
    await tab.click("#why-toggle");
    assert.is(host.answered.length, before, "an image causes no request");
    assert.equal([...new Set(host.answered.map(({ method }) => method))], ["GET"]);
    assert.match((await tab.textContent("#privacy"))!, /does not leave this device/);
  }));

test("works offline, with every format, once it has said so", () =>
  withFolder({}, async ({ tab, host }) => {
    await untilReady(tab);
    await untilKept(tab);
    host.close();
    await tab.reload();
    await untilReady(tab);
    await untilKept(tab);
    const images = {
      "image/jpeg": jpegImage.bytes,
      "image/png": pngImage.bytes,
      "image/webp": webpFixtures[0]!.file,
      "image/avif": avifFixtures[0]!.file,
    };
    for (const [mimeType, bytes] of Object.entries(images)) {
      assert.is(
        (await classify(tab, { name: "a", mimeType, buffer: Buffer.from(bytes) })).length,
        5,
      );
    }
  }));

test("a new one takes the old one's place when the user says so, and leaves nothing of it", () =>
  inTemporaryFolder(async (temporary) => {
    await withFolder({ bundle: { name: "first" } }, async ({ tab, out }) => {
      await untilReady(tab);
      await untilKept(tab);
      const bundle = join(temporary, "second");
      await writeTinyBundle(bundle, { name: "second", seed: 2 });
      const old = await tab.context().newPage();
      await old.goto(tab.url());
      await untilReady(old);
      const before = await classify(old, jpeg);
      await buildStatic({ bundle, out, basePath: "/demo/", variant: "auto" });
      await tab.reload();
      await untilReady(tab);
      assert.match((await tab.textContent("#model"))!, /^first:/, "the old one, whole");
      assert.equal(await classify(tab, jpeg), before);
      await tab.click("#use-new");
      await tab.waitForFunction(() =>
        document.querySelector("#model")!.textContent!.startsWith("second:"),
      );
      assert.not.equal(await classify(tab, jpeg), before);
      assert.equal(await classify(old, jpeg), before, "a tab that is open stays with its own");
      const avif = {
        name: "a",
        mimeType: "image/avif",
        buffer: Buffer.from(avifFixtures[0]!.file),
      };
      assert.is((await classify(old, avif)).length, 5, "what it loads later too");
      await old.close();
      const kept = await tab.evaluate(async () => {
        const names = await caches.keys();
        const requests = await Promise.all(
          names.map(async (name) => (await caches.open(name)).keys()),
        );
        return requests.flat().map(({ url }) => url);
      });
      const listed = await readFile(join(out, "service-worker.js"), "utf8");
      for (const url of kept)
        assert.ok(listed.includes(new URL(url).pathname.slice("/demo/".length)), url);
    });
  }));

test("a bundle that answers its golden images differently is not used", () =>
  withFolder({ bundle: { golden: wrong } }, async ({ tab }) => {
    await tab.waitForSelector("#problem:not([hidden])");
    assert.match(
      (await tab.textContent("#problem-detail"))!,
      /^Cannot pass the self-test: golden\/0.png gets/,
    );
    await tab.setInputFiles("#file", jpeg);
    await tab.waitForSelector("#answer[aria-busy=false]");
    assert.is(await tab.locator("#predictions li").count(), 0);
  }));

test("any bundle will do: other input sizes, no golden images, no explanations", () =>
  withFolder(
    { bundle: { sizes: { size: 96, storedSize: 112 }, golden: () => undefined, explains: false } },
    async ({ tab }) => {
      await untilReady(tab);
      assert.is((await classify(tab, jpeg)).length, 5);
      assert.not.ok(await tab.isVisible("#why"));
    },
  ));

test("a camera's frames are answered one after another, and a photo of it once", () =>
  withFolder({}, async ({ tab, host }) => {
    await untilReady(tab);
    await untilKept(tab);
    const before = host.answered.length;
    await tab.click("#use-camera");
    await tab.waitForFunction(() =>
      /answers a second/.test(document.querySelector("#round-trip")!.textContent!),
    );
    assert.is(await tab.locator("#predictions li").count(), 5);
    await tab.click("#shoot");
    await tab.waitForSelector("#why:not([hidden])");
    assert.not.ok(await tab.isVisible("#viewfinder"));
    assert.is(
      await tab.locator("#viewfinder").evaluate((video: HTMLVideoElement) => video.srcObject),
      null,
    );
    assert.match((await tab.textContent("#round-trip"))!, /in this browser/);
    assert.is(host.answered.length, before);
  }));

test("the keyboard reaches the camera and leaves it", () =>
  withFolder({}, async ({ tab }) => {
    await untilReady(tab);
    await tab.bringToFront();
    await tabTo(tab, "use-camera");
    await tab.keyboard.press("Enter");
    await focusOn(tab, "shoot");
    await tabTo(tab, "close-camera");
    await tab.keyboard.press("Enter");
    await focusOn(tab, "use-camera");
    assert.ok(await tab.isVisible("#invitation"));
    assert.not.ok(await tab.isVisible("#predictions li"));
  }));

test("has a name for everything, enough contrast, and nothing cut off on a phone", () =>
  withFolder({}, async ({ tab }) => {
    await untilReady(tab);
    await untilKept(tab);
    const axe = await readFile(
      createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
      "utf8",
    );
    await tab.evaluate(axe);
    for (const colorScheme of ["light", "dark"] as const) {
      await tab.emulateMedia({ colorScheme });
      await tab.setViewportSize({ width: 360, height: 740 });
      await checkAccess(tab);
      await classify(tab, jpeg);
      await tab.click("#why-toggle");
      await checkAccess(tab);
      await tab.click("#use-camera");
      await checkAccess(tab);
      assert.is(await tab.evaluate(() => document.documentElement.scrollWidth), 360);
      await tab.click("#close-camera");
      await tab.waitForSelector("#answer[aria-busy=false]"); // the image's answer again, no longer faded
    }
  }));

function readShipped(path: string): Promise<Buffer> {
  return readFile(join(SHIPPED, path));
}

const wrong: NonNullable<TinyBundleOptions["golden"]> = ({ cases }) => ({
  cases: cases.map((one) => ({
    ...one,
    answers: { "tflite-float32": { scores: Array(7).fill(1 / 7), tolerance: 1e-6 } },
  })),
});

interface FolderTest {
  readonly tab: Page;
  readonly host: StaticHost;
  readonly built: StaticBuild;
  /** The folder. */
  readonly out: string;
}

/**
 * A tab on the page, under the headers that the folder asks for. Console messages, errors, and requests to elsewhere
 * fail the test.
 */
function withFolder(
  { bundle = {} }: { readonly bundle?: string | TinyBundleOptions },
  work: (test: FolderTest) => Promise<void>,
): Promise<void> {
  return inTemporaryFolder(async (temporary) => {
    const folder = typeof bundle === "string" ? bundle : join(temporary, "bundle");
    if (typeof bundle !== "string") await writeTinyBundle(folder, bundle);
    const out = join(temporary, "static");
    const built = await buildStatic({ bundle: folder, out, basePath: "/demo/", variant: "auto" });
    const host = await startStaticHost({ folder: out, basePath: "/demo/", keepsHeaders: true });
    // Of its own, so that it keeps nothing of another test's.
    const context = await browser!.newContext({ reducedMotion: "reduce" });
    try {
      const tab = await context.newPage();
      tab.setDefaultTimeout(20_000);
      const faults: string[] = [];
      tab.on("pageerror", ({ message }) => void faults.push(message));
      tab.on("console", (message) => void faults.push(message.text()));
      context.on("request", (request) => {
        const isHere = request.url().startsWith(host.url) || /^(data|blob):/.test(request.url());
        if (!isHere) faults.push(request.url());
      });
      await tab.goto(host.url);
      await work({ tab, host, built, out });
      assert.equal(faults, []);
    } finally {
      await context.close();
      host.close();
    }
  });
}

/** How much of the page has moved by how much since it was opened, without being asked to: the cumulative layout shift. */
function layoutShift(tab: Page): Promise<number> {
  return tab.evaluate(async () => {
    let total = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) total += (entry as unknown as { value: number }).value;
    });
    observer.observe({ type: "layout-shift", buffered: true });
    await new Promise((resolve) => setTimeout(resolve, 200));
    observer.disconnect();
    return total;
  });
}

async function untilReady(tab: Page): Promise<void> {
  await tab.waitForFunction(() => document.querySelector("#model")!.textContent !== "");
}

async function untilKept(tab: Page): Promise<void> {
  await tab.waitForFunction(
    () => document.querySelector("#offline-state")!.textContent === "Works offline.",
  );
}

interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** What the page shows of it. */
async function classify(
  tab: Page,
  file: GivenFile,
): Promise<{ readonly label: string; readonly score: number }[]> {
  await tab.evaluate(() => document.querySelector("#predictions")!.replaceChildren());
  await tab.setInputFiles("#file", file);
  await tab.waitForSelector("#answer[aria-busy=false] #predictions li");
  return tab.locator("#predictions li").evaluateAll((rows) =>
    rows.map((row) => ({
      label: row.querySelector(".label")!.textContent!,
      score: parseFloat(row.querySelector(".score")!.textContent!) / 100,
    })),
  );
}

async function checkAccess(tab: Page): Promise<void> {
  const found = await tab.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(", ")}`);
  });
  assert.equal(found, []);
}

async function tabTo(tab: Page, id: string): Promise<void> {
  for (let presses = 0; presses < 10; presses += 1) {
    await tab.keyboard.press("Tab");
    if (await tab.evaluate((wanted) => document.activeElement?.id === wanted, id)) return;
  }
  throw new Error(`Ten presses of Tab do not reach #${id}`);
}

function focusOn(tab: Page, id: string): Promise<unknown> {
  return tab.waitForFunction((wanted) => document.activeElement?.id === wanted, id);
}

folders.run();
