import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { unpackWheel } from "./unpack-wheel.ts";

const unpack = suite<{ root: string; wheel: string }>("unpack wheel");

unpack.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), "unpack-wheel-"));
  context.wheel = join(context.root, "a.whl");
});
unpack.after.each(({ root }) => rmSync(root, { recursive: true }));

/** A zip archive of one stored (uncompressed) file: PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16. */
function zip(path: string, text: string, mode: number): Buffer {
  const name = Buffer.from(path);
  const content = Buffer.from(text);
  // From "version needed to extract" to "extra field length", which both headers share.
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt32LE(crc32(content), 10);
  facts.writeUInt32LE(content.length, 14);
  facts.writeUInt32LE(content.length, 18);
  facts.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), facts, name, content]);

  const trailer = Buffer.alloc(14); // Comment length, disk, attributes and offset.
  trailer.writeUInt32LE((mode << 16) >>> 0, 6);
  const version = Buffer.from([20, 3]); // Made by Unix, so that the mode counts.
  const central = Buffer.concat([Buffer.from("PK\x01\x02"), version, facts, trailer, name]);

  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

unpack("unpackWheel() writes a kept file with its content and mode", async ({ root, wheel }) => {
  writeFileSync(wheel, zip("nvidia/cuda_nvcc/bin/ptxas", "assemble", 0o100755));
  await unpackWheel(wheel, join(root, "out"), () => true);
  const file = join(root, "out/nvidia/cuda_nvcc/bin/ptxas");
  assert.is(readFileSync(file, "utf8"), "assemble");
  assert.is(statSync(file).mode & 0o700, 0o700);
});

unpack("unpackWheel() leaves the rest", async ({ root, wheel }) => {
  writeFileSync(wheel, zip("tensorflow/__init__.py", "import", 0o100644));
  await unpackWheel(wheel, join(root, "out"), (path) => path.endsWith(".so"));
  assert.not(existsSync(join(root, "out")));
});

unpack("unpackWheel() refuses a path that leads outside", async ({ root, wheel }) => {
  writeFileSync(wheel, zip("../outside.txt", "no", 0o100644));
  const refusal = await unpackWheel(wheel, join(root, "out"), () => true).catch(String);
  assert.match(refusal as string, "../outside.txt");
  assert.not(existsSync(join(root, "outside.txt")));
});

unpack.run();
