import { suite } from "uvu";
import * as assert from "uvu/assert";
import { crc32c } from "./tf-record.ts";

const checksum = suite("tfRecord");

/** RFC 3720, appendix B.4, and the customary check value. */
const vectors: readonly (readonly [string, Uint8Array, number])[] = [
  ["nothing", new Uint8Array(), 0],
  ['"123456789"', new TextEncoder().encode("123456789"), 0xe3069283],
  ["32 zeros", new Uint8Array(32), 0x8a9136aa],
  ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ["0 to 31", Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
  ["31 to 0", Uint8Array.from({ length: 32 }, (_, index) => 31 - index), 0x113fdb5c],
];

for (const [name, bytes, expected] of vectors) {
  checksum(`crc32c() of ${name} is the published value`, () => {
    assert.is(crc32c(bytes), expected);
  });
}

checksum.run();
