/** A real Chromium, where the machine has one, with a camera that shows a drawn picture. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Undefined where there is none. */
export const chromiumPath: string | undefined = [process.env["CHROMIUM"] ?? "", ...PLACES].find(
  existsSync,
);

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath!,
    args: [
      "--no-sandbox", // As root, in a container, it has none; it opens nothing but the test's own page.
      "--disable-quic",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
    ],
  });
}
