import { suite } from "uvu";
import * as assert from "uvu/assert";
import { packParts, pieceTable, type Piece } from "./parts.ts";

const test = suite("packParts()");

const piece = (name: string, bytes: number): Piece => ({
  name,
  bytes,
  file: `/made/${name}`,
  unpacking: { how: "at", target: "lib/one.so", offset: 7 },
});
const data = { ...piece("data.tar.xz", 0), unpacking: { how: "keep" } } as const;
const names = (parts: readonly (readonly Piece[])[]): string[] =>
  parts.map((part) => part.map(({ name, bytes }) => `${name}:${bytes}`).join(" "));

test("packParts() fills as few parts as it can, the largest pieces first", () => {
  const parts = packParts([piece("a", 30), piece("b", 60), piece("c", 40), piece("d", 70)], 100);
  assert.equal(names(parts), ["d:70 a:30", "b:60 c:40"]);
});

test("packParts() refuses a piece that is larger than a part", () => {
  assert.throws(() => packParts([piece("a", 101)], 100), /Cannot put "a".*at most 100/);
});

test("packParts() cuts data into what is left over, then into equal parts", () => {
  const parts = packParts([piece("a", 90), piece("b", 100)], 100, { ...data, bytes: 261 });
  assert.equal(names(parts), [
    "b:100",
    "a:90 data.tar.xz.0:10",
    "data.tar.xz.1:84",
    "data.tar.xz.2:84",
    "data.tar.xz.3:83",
  ]);
});

test("packParts() gives slices of data that follow on each other", () => {
  const slices = packParts([piece("a", 33)], 100, { ...data, bytes: 1234 })
    .flat()
    .filter(({ from }) => from !== undefined);
  let at = 0;
  for (const { from, bytes } of slices) {
    assert.is(from, at);
    at += bytes;
  }
  assert.is(at, 1234);
});

test("packParts() puts data that is small where there is room, whole", () => {
  assert.equal(names(packParts([piece("a", 10)], 100, { ...data, bytes: 20 })), [
    "a:10 data.tar.xz.0:20",
  ]);
});

test("pieceTable() tells how each piece is unpacked", () => {
  const tar: Piece = { ...piece("app.tar.xz", 1), unpacking: { how: "tar", target: "app" } };
  const table = pieceTable([[piece("cc.1.xz", 1)], [tar, { ...data, name: "data.tar.xz.0" }]]);
  assert.is(table, "app.tar.xz tar app\ncc.1.xz at lib/one.so 7\ndata.tar.xz.0 keep\n");
});

test.run();
