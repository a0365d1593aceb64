/** The page in a real Chromium, against the service on a real socket. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { Browser, Page } from "playwright-core";
import * as assert from "uvu/assert";
import { provideBrowserFiles } from "../src/static/provide-browser-files.ts";
import { withService, type WithServiceOptions } from "./with-service.ts";

/** A tab on the page. What its content policy refuses, its errors, and requests to elsewhere fail the test. */
export async function withPage(
  browser: Browser,
  options: WithServiceOptions,
  work: (tab: Page) => Promise<void>,
): Promise<void> {
  await provideBrowserFiles();
  await withService(options, async ({ app }) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
    await once(server, "listening");
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const tab = await browser.newPage({ reducedMotion: "reduce" });
    try {
      tab.setDefaultTimeout(15_000);
      const faults: string[] = [];
      tab.on("pageerror", ({ message }) => void faults.push(message));
      tab.on("console", (message) => {
        if (/policy/i.test(message.text())) faults.push(message.text());
      });
      tab.on("request", (request) => {
        const { protocol } = new URL(request.url());
        const isHere = request.url().startsWith(origin) || ["data:", "blob:"].includes(protocol);
        if (!isHere) faults.push(request.url());
      });
      await tab.goto(origin);
      await tab.waitForFunction(() => document.querySelector("#model")!.textContent !== "");
      await work(tab);
      assert.equal(faults, []);
    } finally {
      await tab.close();
      server.close();
    }
  });
}
