/** A real Chromium with a camera that shows a drawn image: the one that npm brings, or else the machine's own. */
import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import bundled, { inflate } from "@sparticuz/chromium";
import { chromium, type Browser, type LaunchOptions } from "playwright-core";
import { createStaging } from "@inception-edge/host";

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

/** Git ignores it, and it goes when the packages do. */
const CACHE = fileURLToPath(new URL("../node_modules/.cache", import.meta.url));

type Executable = Pick<LaunchOptions, "executablePath" | "env">;

/**
 * The first that can show a page, of the one that `CHROMIUM` names, npm's and the machine's own; or why none can.
 * @param further arguments of Chromium
 */
export async function openBrowser(further: readonly string[] = []): Promise<Browser | string> {
  const named = process.env["CHROMIUM"];
  const candidates: Readonly<Record<string, () => Executable | Promise<Executable>>> = {
    ...(named && { [named]: () => ({ executablePath: named }) }),
    "@sparticuz/chromium": unpackBundled,
    ...Object.fromEntries(
      PLACES.filter(existsSync).map((path) => [path, () => ({ executablePath: path })]),
    ),
  };
  const reasons: string[] = [];
  for (const [name, executable] of Object.entries(candidates)) {
    try {
      return await launch(await executable(), further);
    } catch (error) {
      reasons.push(`${name}: ${reasonOf(error as Error)}`);
    }
  }
  return `no Chromium runs here (${reasons.join("; ")})`;
}

/** Where a font or a library is missing, some start and end at the first text. */
async function launch(executable: Executable, further: readonly string[]): Promise<Browser> {
  const browser = await chromium.launch({ ...executable, args: [...ARGUMENTS, ...further] });
  const page = await browser.newPage();
  await page.setContent('<p>text<input type="password" value="bullets">', { timeout: 10_000 });
  await page.screenshot({ timeout: 10_000 });
  await page.close();
  return browser;
}

/**
 * npm's Chromium with the libraries and the font that come with it: all that it asks of a machine is glibc. Unpacked
 * once, 211 MB in a second or two, beside the packages.
 */
async function unpackBundled(): Promise<Executable> {
  const home = new URL("../", import.meta.resolve("@sparticuz/chromium"));
  const { version } = JSON.parse(await readFile(new URL("package.json", home), "utf8"));
  const folder = join(CACHE, `chromium-${version}`);
  if (!existsSync(folder)) {
    const staging = await createStaging(CACHE);
    try {
      await unpackInto(staging, new URL("bin/al2023.tar.br", home));
      await rename(staging, folder).catch((error: unknown) => {
        if (!existsSync(folder)) throw error; // Another process was faster.
      });
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }
  const fonts = join(folder, "fonts.conf"); // Its own names folders of AWS Lambda.
  await writeFile(
    fonts,
    `<fontconfig><dir>${join(folder, "fonts")}</dir><cachedir>${join(folder, "font-cache")}</cachedir></fontconfig>`,
  );
  const libraries = { LD_LIBRARY_PATH: join(folder, "al2023/lib"), FONTCONFIG_FILE: fonts };
  return { executablePath: join(folder, "chromium"), env: { ...process.env, ...libraries } };
}

/** Left to itself it unpacks to /tmp, and takes what another user or a killed process left there. */
async function unpackInto(folder: string, libraries: URL): Promise<void> {
  const usual = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  try {
    await bundled.executablePath();
    await inflate(fileURLToPath(libraries));
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
