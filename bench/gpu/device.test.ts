/** device.sh with parts of made-up pieces, and in the place of Node a script that says what it is asked. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compress } from "./prepare/compress.ts";
import { packParts, pieceTable, type Piece, type Unpacking } from "./prepare/parts.ts";
import { writeParts } from "./prepare/write-parts.ts";

const NODE = '#!/usr/bin/env bash\necho "node: $*"\n';
/** Its first MiB, then zeros, then its last: cut in the middle of the zeros. */
const LIBRARY = Buffer.concat([
  Buffer.alloc(2 ** 20, "a"),
  Buffer.alloc(3 * 2 ** 20),
  Buffer.from("end"),
]);
const CUT = 2 ** 21;
const PLACE = { how: "at", target: "lib/library.so" } as const;

const hasTools =
  ["xz", "tar", "sha256sum"].every((tool) => spawnSync(tool, ["--version"]).status === 0) &&
  process.platform === "linux";
if (!hasTools) console.log("SKIP device.sh needs Linux with xz, tar and sha256sum");

interface Context {
  root: string;
  parts: readonly string[];
}

const test = suite<Context>("device.sh");

test.before(async (context) => {
  context.root = mkdtempSync(join(tmpdir(), "device-"));
  if (!hasTools) return;
  const { root } = context;
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(root, name), content);
    return join(root, name);
  };
  mkdirSync(join(root, "packages/trainer"), { recursive: true });
  file("packages/trainer/main.ts", "trains");
  spawnSync("tar", ["-cf", join(root, "app.tar"), "-C", root, "packages"]);
  const library = file("library.so", LIBRARY);
  const piece = async (
    name: string,
    section: { file: string; from?: number; to?: number },
    unpacking: Unpacking,
  ): Promise<Piece> => {
    const packed = await compress(name, section, { folder: root, level: "1" });
    return { name: `${name}.xz`, file: packed, unpacking, bytes: statSync(packed).size };
  };
  const node = file("node", NODE);
  const pieces = [
    await piece("cc.0", { file: library, to: CUT }, { ...PLACE, offset: 0 }),
    await piece("cc.1", { file: library, from: CUT }, { ...PLACE, offset: CUT }),
    await piece("node", { file: node }, { how: "at", target: "bin/node", offset: 0 }),
    await piece("app.tar", { file: join(root, "app.tar") }, { how: "tar", target: "app" }),
  ];
  const data: Piece = {
    name: "data.tar.xz",
    file: file("data", "0123456789"),
    bytes: 10,
    unpacking: { how: "keep" },
  };
  const limit = Math.max(...pieces.map(({ bytes }) => bytes)) + 4;
  const parts = packParts(pieces, limit, data);
  context.parts = await writeParts(join(root, "parts"), parts, {
    files: [join(import.meta.dirname, "device.sh")],
    texts: {
      PIECES: pieceTable(parts),
      WHOLE: `${sha256(LIBRARY)}  lib/library.so\n${sha256(NODE)}  bin/node\n`,
    },
  });
});
test.after(({ root }) => rmSync(root, { recursive: true }));

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** A call of device.sh in a part or in the kit. */
function call(
  folder: string,
  kit: string,
  ...words: readonly string[]
): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync("bash", [join(folder, "device.sh"), ...words], {
    env: { ...process.env, KIT: kit },
    encoding: "utf8",
  });
  return { code: status, output: stdout + stderr };
}

const check = hasTools ? test : test.skip;

check("device.sh puts together what comes in parts, and hands over to Node", ({ root, parts }) => {
  const kit = join(root, "kit");
  for (const part of parts) {
    const { code, output } = call(part, kit, "receive");
    assert.is(code, 0, output);
  }
  const { code, output } = call(kit, kit, "assemble");
  assert.is(code, 0, output);
  assert.match(output, `${join(kit, "app/bench/gpu/device.ts")} assemble`);
  assert.ok(readFileSync(join(kit, "lib/library.so")).equals(LIBRARY));
  assert.is(readFileSync(join(kit, "app/packages/trainer/main.ts"), "utf8"), "trains");
  const slices = readFileSync(join(kit, "PIECES"), "utf8").match(/^data\S+/gm) ?? [];
  assert.is(
    slices.map((name) => readFileSync(join(kit, "parts", name), "utf8")).join(""),
    "0123456789",
  );
  assert.match(call(kit, kit, "watch", "9").output, "device.ts watch 9");
});

check(
  "device.sh refuses a part that was damaged, and takes it when it comes again",
  ({ root, parts }) => {
    const kit = join(root, "damaged");
    const copy = join(root, "copy");
    spawnSync("cp", ["-r", parts[0]!, copy]);
    appendFileSync(join(copy, "PIECES"), "?");
    const { code, output } = call(copy, kit, "receive");
    assert.is(code, 1);
    assert.match(output, /Cannot take in ".*copy": it was damaged on the way; send it again/);
    assert.is(call(parts[0]!, kit, "receive").code, 0);
  },
);

check("device.sh tells which part has not come", ({ root, parts }) => {
  const kit = join(root, "few");
  for (const part of parts.slice(1)) call(part, kit, "receive");
  const { code, output } = call(kit, kit, "assemble");
  assert.is(code, 1);
  assert.match(output, /Cannot assemble: the part with \S+ has not come/);
  assert.match(call(kit, kit, "doctor").output, /Cannot run "doctor": Node has not come yet/);
});

test.run();
