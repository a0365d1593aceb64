/** The page in a real Chromium, against the service on a real socket. */
import type { Page } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openBrowser } from "./browser.ts";
import { heicImage, jpegImage, pngImage } from "./images.ts";
import { strangeImage, usualImage } from "./strange-and-usual.ts";
import { withPage as openPage } from "./with-page.ts";
import type { WithServiceOptions } from "./with-service.ts";

const page = suite("page");
const opened = await openBrowser();
const browser = typeof opened === "string" ? undefined : opened;
const test = browser === undefined ? page.skip : page;
if (typeof opened === "string") console.log(`SKIP ${opened}`);
page.after(() => browser?.close());

const MIB = 1024 * 1024;
const jpeg = { name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from(jpegImage.bytes) };
const garbage = { name: "b.jpg", mimeType: "image/jpeg", buffer: Buffer.from("hello") };

test("a chosen image gets five bars, stage times and words for a screen reader", () =>
  withPage({}, async (tab) => {
    await tab.setInputFiles("#file", jpeg);
    await tab.waitForSelector("#predictions li");
    assert.is(await tab.locator("#predictions li").count(), 5);
    const scores = await tab.locator("#predictions .score").allTextContents();
    const widths = await tab
      .locator("#predictions .bar")
      .evaluateAll((bars) => bars.map((bar) => getComputedStyle(bar, "::before").width));
    const track = (await tab.locator("#predictions .bar").first().boundingBox())!.width;
    for (const [index, width] of widths.entries()) {
      assert.ok(Math.abs((100 * parseFloat(width)) / track - parseFloat(scores[index]!)) < 0.1);
    }
    assert.match((await tab.locator("#stage-list").textContent())!, /decode.*ms.*infer.*ms/);
    assert.match((await tab.locator("#announcement").textContent())!, /^Most likely .+ %\. Then /);
  }));

test("it says what the model knows, and with an alarm if that is the demo's drawings", async () => {
  await withPage({}, async (tab) => {
    assert.match(
      (await tab.locator("#knows").textContent())!,
      /^This model knows 7 classes, .*thing 6\. /,
    );
    assert.not.ok(await isAlarmed(tab));
  });
  await withPage({ bundle: { isDemo: true } }, async (tab) => {
    assert.match((await tab.locator("#knows").textContent())!, /knows only the demo's 7 drawings/);
    assert.ok(await tab.locator("#knows").isVisible());
    assert.ok(await isAlarmed(tab));
  });
});

test("it shows the set of answers, and says what looks like nothing that the model knows", async () => {
  await withPage({}, async (tab) => {
    await tab.setInputFiles("#file", { ...jpeg, buffer: usualImage });
    await tab.waitForSelector("#set:not([hidden])");
    const set = (await tab.locator("#set").textContent())!;
    assert.match(
      set,
      /holds the right one in 95 % of cases: (one class|[2-7] classes),\s+thing \d/,
    );
    const said = (await tab.locator("#announcement").textContent())!;
    assert.match(said, /^Most likely .* 95 % of cases: .*thing \d/);
    assert.not.match(said, "none of the images");
    await tab.setInputFiles("#file", { ...jpeg, buffer: strangeImage });
    await tab.locator("#set-promise", { hasText: "none of the model's classes" }).waitFor();
    assert.match(
      (await tab.locator("#doubt").textContent())!,
      /^This looks like none of the images/,
    );
    assert.match((await tab.locator("#announcement").textContent())!, /^This looks like none/);
  });
  await withPage({ bundle: { doubts: false } }, async (tab) => {
    await tab.setInputFiles("#file", jpeg);
    await tab.waitForSelector("#predictions li");
    assert.not.ok(await tab.locator("#set").isVisible());
  });
});

test('"Why" lays a map over the image, exactly', () =>
  withPage({}, async (tab) => {
    await tab.setInputFiles("#file", jpeg);
    await tab.click("#why-toggle");
    const [image, overlay] = await Promise.all(
      ["#image", "#overlay"].map((id) => tab.locator(id).boundingBox()),
    );
    assert.equal(overlay, image);
    assert.ok(
      await tab
        .locator("#overlay")
        .evaluate((element: HTMLImageElement) =>
          element.decode().then(() => element.naturalWidth > 0),
        ),
    );
    await tab.locator("#strength").fill("40");
    assert.is(
      await tab.locator("#overlay").evaluate((element) => getComputedStyle(element).opacity),
      "0.4",
    );
    await tab.click("#why-toggle");
    assert.not.ok(await tab.locator("#overlay").isVisible());
  }));

test("a bundle that cannot explain has no why", () =>
  withPage({ bundle: { explains: false } }, async (tab) => {
    await tab.setInputFiles("#file", jpeg);
    await tab.waitForSelector("#predictions li");
    assert.not.ok(await tab.locator("#why").isVisible());
  }));

test("a pasted and a dropped image are taken as a chosen one", () =>
  withPage({}, async (tab) => {
    for (const way of ["paste", "drop"] as const) {
      const answer = tab.waitForResponse(/classify/);
      await give(tab, way, { type: "image/png", bytes: [...pngImage.bytes] });
      assert.is((await answer).status(), 200, way);
    }
  }));

test("an image that the service does not take goes as a JPEG, at once", () =>
  withPage({}, async (tab) => {
    const asked = watchAnswers(tab);
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="9" height="9"/></svg>';
    await give(tab, "paste", { type: "image/svg+xml", bytes: [...Buffer.from(svg)] });
    await tab.waitForSelector("#predictions li");
    assert.equal(asked, [["image/jpeg", 200]]);
  }));

test("a HEIC, which this browser cannot show, goes to the service as it is", () =>
  withPage({}, async (tab) => {
    const bytes = [...heicImage.bytes];
    for (const way of ["paste", "drop"] as const) {
      const answer = tab.waitForResponse(/classify/);
      await give(tab, way, { type: heicImage.type, bytes });
      assert.is((await answer).status(), 200, way);
    }
    const answer = tab.waitForResponse(/classify/);
    const buffer = Buffer.from(bytes);
    await tab.setInputFiles("#file", { name: "IMG_1.HEIC", mimeType: heicImage.type, buffer });
    assert.is((await answer).status(), 200);
    assert.is((await answer).request().headers()["content-type"], "image/heic");
    await tab.waitForSelector("#predictions li");
  }));

test("an image that says it is another one is drawn once it was refused", () =>
  withPage({}, async (tab) => {
    const asked = watchAnswers(tab);
    await give(tab, "drop", { type: "image/png", bytes: [...bmp(32, 20)] });
    await tab.waitForSelector("#predictions li");
    assert.equal(asked, [
      ["image/png", 415],
      ["image/jpeg", 200],
    ]);
    assert.not.ok(await tab.locator("#problem").isVisible());
  }));

test("an image of too many pixels is drawn smaller", () =>
  withPage({ settings: { MAX_SIDE: 2500 } }, async (tab) => {
    const asked = watchAnswers(tab);
    await give(tab, "drop", { type: "image/png", width: 3000 });
    await tab.waitForSelector("#predictions li");
    assert.equal(asked, [
      ["image/png", 422],
      ["image/jpeg", 200],
    ]);
  }));

test("an image of too many bytes is drawn before it is sent", () =>
  withPage({ settings: { MAX_IMAGE_BYTES: MIB } }, async (tab) => {
    const asked = watchAnswers(tab);
    await give(tab, "drop", { type: "image/png", bytes: [...bmp(800, 600)] });
    await tab.waitForSelector("#predictions li");
    assert.equal(asked, [["image/jpeg", 200]]);
  }));

test("the camera's image is taken, and the camera let go", () =>
  withPage({}, async (tab) => {
    await tab.click("#use-camera");
    await tab.waitForFunction(
      () => document.querySelector<HTMLVideoElement>("#viewfinder")!.videoWidth > 0,
    );
    await tab.click("#shoot");
    await tab.waitForSelector("#predictions li");
    assert.not.ok(await tab.locator("#viewfinder").isVisible());
    assert.is(
      await tab.locator("#viewfinder").evaluate((video: HTMLVideoElement) => video.srcObject),
      null,
    );
  }));

test("a refusal is told in the service's words, and the next image is answered", () =>
  withPage({}, async (tab) => {
    await tab.setInputFiles("#file", garbage);
    await tab.waitForSelector("#problem:not([hidden])");
    assert.match(
      (await tab.locator("#problem-detail").textContent())!,
      /expected a JPEG, PNG, GIF, WebP/,
    );
    assert.not.ok(await tab.locator("#again").isVisible(), "the same bytes will not do better");
    await tab.setInputFiles("#file", jpeg);
    await tab.waitForSelector("#predictions li");
    assert.not.ok(await tab.locator("#problem").isVisible());
  }));

test("an image over the service's limit is not sent", () =>
  withPage({ settings: { MAX_IMAGE_BYTES: 2 * MIB } }, async (tab) => {
    const sent: string[] = [];
    tab.on("request", (request) => void sent.push(request.method()));
    await tab.setInputFiles("#file", { ...jpeg, buffer: Buffer.alloc(3 * MIB) });
    await tab.waitForSelector("#problem:not([hidden])");
    assert.match(
      (await tab.locator("#problem-detail").textContent())!,
      /has 3\.0 MiB; at most 2\.0 MiB are accepted/,
    );
    assert.not.ok(sent.includes("POST"));
  }));

test("where a key is wanted, the page asks for it and goes on", () =>
  withPage({ settings: { API_KEYS: [{ name: "test", key: "opensesame" }] } }, async (tab) => {
    await tab.setInputFiles("#file", jpeg);
    await tab.fill("#key", "opensesame");
    await tab.press("#key", "Enter");
    await tab.waitForSelector("#predictions li");
    assert.not.ok(await tab.locator("#key-form").isVisible());
  }));

test("a service that is gone is told, and asked again", () =>
  withPage({}, async (tab) => {
    await tab.route("**/classify?*", (route) => route.abort());
    await tab.setInputFiles("#file", jpeg);
    await tab.waitForSelector("#again:not([hidden])");
    await tab.unroute("**/classify?*");
    await tab.click("#again");
    await tab.waitForSelector("#predictions li");
  }));

test("the keyboard reaches what the mouse does", () =>
  withPage({}, async (tab) => {
    // First, since the browser is told to hand the dialog over, and must know before it opens one.
    const chooser = tab.waitForEvent("filechooser");
    await tab.bringToFront();
    await tab.keyboard.press("Tab"); // to the choice of the place
    await tab.waitForFunction(() => document.activeElement?.matches("#place input"));
    await tab.keyboard.press("Tab");
    await tab.waitForFunction(() => document.activeElement?.id === "choose");
    await tab.keyboard.press("Enter");
    await (await chooser).setFiles(jpeg);
    await tab.waitForSelector("#predictions li");
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Space");
    assert.ok(await tab.locator("#overlay").isVisible());
  }));

test("on a phone nothing is cut off at the side", () =>
  withPage({}, async (tab) => {
    await tab.setViewportSize({ width: 360, height: 740 });
    await tab.setInputFiles("#file", jpeg);
    await tab.waitForSelector("#predictions li");
    await tab.click("#why-toggle");
    assert.is(await tab.evaluate(() => document.documentElement.scrollWidth), 360);
  }));

page.run();

function withPage(options: WithServiceOptions, work: (tab: Page) => Promise<void>): Promise<void> {
  return openPage(browser!, options, work);
}

/** Type and status of every image that is sent, as it is answered. */
function watchAnswers(tab: Page): (readonly [string | undefined, number])[] {
  const asked: (readonly [string | undefined, number])[] = [];
  tab.on("response", (response) => {
    const request = response.request();
    if (request.method() === "POST") {
      asked.push([request.headers()["content-type"], response.status()]);
    }
  });
  return asked;
}

/** Every browser shows it, and the service decodes none. */
function bmp(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(54 + width * height * 3, 128); // Rows of a multiple of 4 bytes need no padding.
  bytes.write("BM", "latin1");
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(0, 6);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  bytes.fill(0, 30, 54);
  return bytes;
}

function isAlarmed(tab: Page): Promise<boolean> {
  return tab.locator("#knows").evaluate((words) => words.classList.contains("alarm"));
}

interface Given {
  readonly type: string;
  /** Of what the browser draws, px. */
  readonly width?: number;
  /** Without them the browser draws an image of the type. */
  readonly bytes?: readonly number[];
}

/** As a browser does it when a user pastes or drops: synthetic events, since there is no desktop to drag from. */
async function give(tab: Page, way: "paste" | "drop", given: Given): Promise<void> {
  await tab.evaluate(
    async ({ type, bytes, width = 30, event }) => {
      const drawn = bytes ? new Blob([new Uint8Array(bytes)]) : await draw();
      const data = new DataTransfer();
      data.items.add(new File([drawn], "given", { type }));
      const options = { bubbles: true, cancelable: true };
      document.body.dispatchEvent(
        event === "paste"
          ? new ClipboardEvent("paste", { ...options, clipboardData: data })
          : new DragEvent("drop", { ...options, dataTransfer: data }),
      );

      function draw(): Promise<Blob> {
        const canvas = new OffscreenCanvas(width, 20);
        canvas.getContext("2d")!.fillRect(5, 5, 9, 9);
        return canvas.convertToBlob({ type });
      }
    },
    { ...given, event: way },
  );
}
