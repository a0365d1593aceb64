/** Run by src/permissions.test.ts under Deno with no permission at all. */
import { loadDecoder } from "../src/mod.ts";
import { jpegFixture } from "./jpeg-file.ts";

interface Deno {
  readonly permissions: { query(wanted: { name: "read" }): Promise<{ state: string }> };
}

const { permissions } = (globalThis as unknown as { Deno: Deno }).Deno;
const { state } = await permissions.query({ name: "read" });
const decoder = await loadDecoder();
const { width, height } = decoder.decode(jpegFixture("progressive 4:2:0").file);
console.log(`read permission: ${state}, decoded ${width}x${height}`);
