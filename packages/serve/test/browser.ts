/** A real Chromium with a camera that shows a drawn picture: the one that npm brings, or else the machine's own. */
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import bundled, { inflate } from "@sparticuz/chromium";
import { chromium } from "playwright-core";
import type { Browser, LaunchOptions } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox", // As root, in a container, it has none; it opens nothing but the test's own page.
  "--disable-quic",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

type Executable = Pick<LaunchOptions, "executablePath" | "env">;

export interface TestBrowser {
  /** Undefined where none runs. */
  readonly browser: Browser | undefined;
  /** Why not, in one line. */
  readonly why: string;
  close(): Promise<void>;
}

/** The first that can show a page: the one that `CHROMIUM` names, npm's, the machine's own. */
export async function openBrowser(): Promise<TestBrowser> {
  const folder = await mkdtemp(join(tmpdir(), "chromium-"));
  const named = process.env["CHROMIUM"];
  const candidates: Readonly<Record<string, () => Executable | Promise<Executable>>> = {
    ...(named && { [named]: () => ({ executablePath: named }) }),
    "@sparticuz/chromium": () => unpackBundled(folder),
    ...Object.fromEntries(
      PLACES.filter(existsSync).map((path) => [path, () => ({ executablePath: path })]),
    ),
  };
  const reasons: string[] = [];
  for (const [name, executable] of Object.entries(candidates)) {
    try {
      const browser = await launch(await executable());
      return { browser, why: "", close: () => browser.close().finally(clear) };
    } catch (error) {
      reasons.push(`${name}: ${reasonOf(error as Error)}`);
    }
  }
  return { browser: undefined, why: `no Chromium runs here (${reasons.join("; ")})`, close: clear };

  function clear(): Promise<void> {
    return rm(folder, { recursive: true, force: true });
  }
}

/** Where a font or a library is missing, some start and end at the first text. */
async function launch(executable: Executable): Promise<Browser> {
  const browser = await chromium.launch({ ...executable, args: ARGUMENTS });
  const page = await browser.newPage();
  await page.setContent('<p>text<input type="password" value="bullets">', { timeout: 10_000 });
  await page.screenshot({ timeout: 10_000 });
  await page.close();
  return browser;
}

/**
 * npm's Chromium, unpacked in 1.2 s and 211 MB, with the libraries and the font that come with it: all that it asks of
 * a machine is glibc.
 */
async function unpackBundled(folder: string): Promise<Executable> {
  const usual = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder; // Left to itself it unpacks to /tmp, and takes what another user left there.
  try {
    const archives = new URL("../bin/", import.meta.resolve("@sparticuz/chromium"));
    const executablePath = await bundled.executablePath();
    await inflate(fileURLToPath(new URL("al2023.tar.br", archives)));
    const fonts = join(folder, "fonts.conf"); // Its own names folders of AWS Lambda.
    await writeFile(
      fonts,
      `<fontconfig><dir>${join(folder, "fonts")}</dir><cachedir>${join(folder, "font-cache")}</cachedir></fontconfig>`,
    );
    const libraries = join(folder, "al2023", "lib");
    const env = { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: fonts };
    return { executablePath, env: { ...env, TMPDIR: usual } };
  } finally {
    if (usual === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = usual;
  }
}

/** What the browser itself said last, or else what its driver says first. */
function reasonOf({ message }: Error): string {
  const said = [...message.matchAll(/\[err\] (.+)$/gm)].at(-1)?.[1];
  return said ?? message.split("\n")[0]!;
}
