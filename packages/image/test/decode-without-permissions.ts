/** Run by src/permissions.test.ts under Deno with no permission at all. */
import { avifFixture } from "@inception-edge/testing/images/avif-file";
import { jpegFixture } from "@inception-edge/testing/images/jpeg-file";
import { webpFixture } from "@inception-edge/testing/images/webp-file";
import { loadDecoder } from "../src/mod.ts";

interface Deno {
  readonly permissions: { query(wanted: { name: "read" }): Promise<{ state: string }> };
}

const { permissions } = (globalThis as unknown as { Deno: Deno }).Deno;
const { state } = await permissions.query({ name: "read" });
const decoder = await loadDecoder();
console.log(`read permission: ${state}`);
for (const { file } of [
  jpegFixture("progressive 4:2:0"),
  webpFixture("lossy"),
  avifFixture("4:2:0"),
]) {
  await decoder.load(file);
  const { width, height, header } = decoder.decode(file);
  console.log(`decoded ${header.format} ${width}x${height}`);
}
