import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { zipSync } from "fflate";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { LITERT_VERSION, pinnedLibraries } from "@inception-edge/inference/pinned-libraries";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { litertLibrary, wherePossible } from "@inception-edge/testing/litert-library";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { findLiteRt, libraryPlace, thisPlatform } from "./find-litert.ts";
import { installLiteRt, requirements, TAGS } from "./install-litert.ts";

const litert = suite("LiteRT's library");
const withLibrary = wherePossible(litert, "litert-native");

const inWheel = `ai_edge_litert/${pinnedLibraries[thisPlatform()]?.file}`;

litert("findLiteRt() takes what the user names, from where the user stands", () => {
  const environment = { INIT_CWD: "/home/ann", LITERT_LIBRARY: "lib/libLiteRt.so" };
  assert.is(findLiteRt(environment), "/home/ann/lib/libLiteRt.so");
  assert.is(findLiteRt({ INCEPTION_EDGE_CACHE: "/nowhere" }), undefined);
});

litert("findLiteRt() finds what is in the cache", async () => {
  await inTemporaryFolder(async (cache) => {
    const { file } = libraryPlace(thisPlatform(), join(cache, "litert"))!;
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "");
    assert.is(findLiteRt({ INCEPTION_EDGE_CACHE: cache, LITERT_LIBRARY: "" }), file);
  });
});

litert(
  "is pinned: a wheel for each platform, of the version that the engine is written for",
  () => {
    assert.equal(Object.keys(TAGS), Object.keys(pinnedLibraries));
    const [line, ...others] = readFileSync(requirements, "utf8")
      .split("\n")
      .filter((text) => text !== "" && !text.startsWith("#"));
    assert.equal(others, []);
    const [name, ...hashes] = line!.split(" ");
    assert.is(name, `ai-edge-litert==${LITERT_VERSION}`);
    assert.is(hashes.length, Object.keys(TAGS).length);
    for (const hash of hashes) assert.match(hash, /^--hash=sha256:[0-9a-f]{64}$/);
  },
);

/** A cache of its own, and a pip that hands out a wheel of these files. */
function withPip(
  files: Readonly<Record<string, Uint8Array>>,
  work: (place: { readonly cache: string; readonly downloads: () => number }) => Promise<void>,
): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const before = { ...process.env };
    const [wheel, calls] = [join(folder, "a.whl"), join(folder, "calls")];
    writeFileSync(wheel, zipSync({ ...files }, { level: 0 }));
    const pip = join(folder, "python3");
    writeFileSync(
      pip,
      `#!/bin/sh
case "$*" in *--version) echo "pip 23.2.1 from there (python 3.11)"; exit;; esac
for word in "$@"; do case "$word" in --dest=*) cp "${wheel}" "\${word#--dest=}/";; esac; done
echo "$@" >> "${calls}"
`,
    );
    chmodSync(pip, 0o755);
    const cache = join(folder, "cache");
    process.env["PATH"] = [folder, before["PATH"]].join(delimiter);
    process.env["INCEPTION_EDGE_CACHE"] = cache;
    try {
      const downloads = (): number => readFileSync(calls, "utf8").trim().split("\n").length;
      await work({ cache, downloads });
    } finally {
      process.env["PATH"] = before["PATH"];
      if (before["INCEPTION_EDGE_CACHE"] === undefined) delete process.env["INCEPTION_EDGE_CACHE"];
      else process.env["INCEPTION_EDGE_CACHE"] = before["INCEPTION_EDGE_CACHE"];
    }
  });
}

withLibrary("installLiteRt() keeps the library and its license, and downloads once", async () => {
  const license = "ai_edge_litert-2.3.0.dist-info/licenses/LICENSE";
  const files = {
    [inWheel]: readFileSync(litertLibrary!),
    [license]: new TextEncoder().encode("Apache"),
    "ai_edge_litert/interpreter.py": new Uint8Array(1),
  };
  await withPip(files, async ({ cache, downloads }) => {
    const said: string[] = [];
    // Either may come first; the other waits for it.
    const both = [0, 1].map(() => installLiteRt((line) => said.push(line)));
    const [path, other] = await Promise.all(both);
    assert.equal([other, existsSync(path!)], [path, true]);
    assert.is(await installLiteRt(() => {}), path);
    assert.is(downloads(), 1);
    assert.is(findLiteRt({ INCEPTION_EDGE_CACHE: cache }), path);
    const { folder } = libraryPlace(thisPlatform(), join(cache, "litert"))!;
    assert.ok(existsSync(join(folder, license)));
    assert.not.ok(existsSync(join(folder, "ai_edge_litert/interpreter.py")));
    assert.match(said.join("\n"), "Downloading LiteRT 2.3.0 (");
    writeFileSync(path!, "damaged");
    await installLiteRt(() => {});
    assert.is(downloads(), 2);
  });
});

litert("installLiteRt() refuses a wheel with another library, and leaves nothing", async () => {
  await withPip({ [inWheel]: new Uint8Array(9) }, async ({ cache }) => {
    const { message } = await rejectionOf(installLiteRt(() => {}));
    assert.match(message, "Cannot use the wheel of LiteRT 2.3.0: it holds another library");
    assert.equal(readdirSync(join(cache, "litert")), []);
  });
});

litert.run();
