/** The service's page where it classifies in the browser. */
import type { Page } from "playwright-core";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { avifFixtures } from "@inception-edge/testing/images/avif-file";
import { openBrowser } from "./browser.ts";
import { jpegImage } from "./images.ts";
import { withPage as openPage } from "./with-page.ts";
import type { WithServiceOptions } from "./with-service.ts";

const page = suite("the page, in this browser,");
const opened = await openBrowser();
const browser = typeof opened === "string" ? undefined : opened;
const test = browser === undefined ? page.skip : page;
if (typeof opened === "string") console.log(`SKIP ${opened}`);
page.after(() => browser?.close());

const jpeg = { name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from(jpegImage.bytes) };
const garbage = { name: "b.jpg", mimeType: "image/jpeg", buffer: Buffer.from("hello") };

test("answers as the service does, and sends no image", () =>
  withPage({}, async (tab) => {
    await tab.setInputFiles("#file", jpeg);
    await tab.waitForSelector("#predictions li");
    const told = tab.locator("#predictions, #set, #doubt");
    const byService = await told.allTextContents();
    assert.match(byService.join(), "Set of answers");
    const asked: string[] = [];
    tab.on("request", (request) => void asked.push(`${request.method()} ${request.url()}`));
    assert.match((await tab.textContent("#place-note"))!, /loads \d+\.\d MB for it, once/);
    await tab.getByLabel("In this browser").check();
    await tab.waitForFunction(() =>
      /in this browser/.test(document.querySelector("#round-trip")!.textContent!),
    );
    assert.equal(await told.allTextContents(), byService);
    assert.match((await tab.textContent("#privacy"))!, /does not leave this device/);
    assert.not.ok(
      asked.some((request) => request.startsWith("POST")),
      asked.join("\n"),
    );
    await tab.click("#why-toggle");
    assert.ok(await tab.locator("#overlay").isVisible());

    await tab.getByLabel("On the server").check();
    await tab.waitForFunction(() =>
      /the network/.test(document.querySelector("#round-trip")!.textContent!),
    );
  }));

test("a refusal has the same words, but for HEIC, which the service alone reads", () =>
  withPage({}, async (tab) => {
    await tab.setInputFiles("#file", garbage);
    await tab.waitForSelector("#problem:not([hidden])");
    const byService = await tab.textContent("#problem-detail");
    await tab.getByLabel("In this browser").check();
    await tab.waitForSelector("#problem", { state: "hidden" });
    await tab.waitForSelector("#problem:not([hidden])");
    const here = byService!.replace("WebP, AVIF or HEIC", "WebP or AVIF");
    assert.is(await tab.textContent("#problem-detail"), here);
    assert.is.not(here, byService);
  }));

test("a codec that does not come is told, and asked for again", () =>
  withPage({}, async (tab) => {
    await tab.getByLabel("In this browser").check();
    await tab.waitForFunction(() => document.querySelector<HTMLElement>("#loading")!.hidden);
    await tab.route("**/browser/avif-*", (route) => route.abort());
    const buffer = Buffer.from(avifFixtures[0]!.file);
    await tab.setInputFiles("#file", { name: "a.avif", mimeType: "image/avif", buffer });
    await tab.waitForSelector("#again:not([hidden])");
    assert.match((await tab.textContent("#problem-detail"))!, /^Cannot load "browser\/avif-/);
    await tab.unroute("**/browser/avif-*");
    await tab.click("#again");
    await tab.waitForSelector("#predictions li");
    assert.match((await tab.textContent("#round-trip"))!, /in this browser/);
  }));

test("the model goes to those who have a key, where one is wanted", () =>
  withPage({ settings: { API_KEYS: [{ name: "test", key: "opensesame" }] } }, async (tab) => {
    await tab.getByLabel("In this browser").check();
    await tab.fill("#key", "opensesame");
    await tab.press("#key", "Enter");
    await tab.setInputFiles("#file", jpeg);
    await tab.waitForSelector("#predictions li");
    assert.match((await tab.textContent("#round-trip"))!, /in this browser/);
  }));

test("a service that does not hand out its model offers no choice", () =>
  withPage({ settings: { HAND_OUT_MODEL: "off" } }, async (tab) => {
    assert.not.ok(await tab.isVisible("#place"));
  }));

page.run();

function withPage(options: WithServiceOptions, work: (tab: Page) => Promise<void>): Promise<void> {
  return openPage(browser!, options, work);
}
