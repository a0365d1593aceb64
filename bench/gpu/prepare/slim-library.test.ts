import { compressSync } from "lz4-napi";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { entryContent, fatbinContainers, fatbinEntries, loadedEntry } from "./fatbin.ts";
import { slimLibrary } from "./slim-library.ts";

const test = suite("slimLibrary()");

const LZ4 = 0x2000n;

interface EntryOptions {
  readonly kind: 1 | 2;
  readonly architecture: number;
  readonly content: Buffer;
  readonly packed?: boolean;
}

/** An entry with a header of 64 bytes, its content padded to eight. */
function entry({ kind, architecture, content, packed = false }: EntryOptions): Buffer {
  const block = compressSync(content).subarray(4); // without the size that lz4-napi puts first
  const body = packed ? block : content;
  const stored = Buffer.concat([body, Buffer.alloc(-body.length & 7)]);
  const header = Buffer.alloc(64);
  header.writeUInt16LE(kind, 0);
  header.writeUInt32LE(64, 4);
  header.writeBigUInt64LE(BigInt(stored.length), 8);
  header.writeUInt32LE(packed ? block.length : 0, 16);
  header.writeUInt32LE(architecture, 28);
  header.writeBigUInt64LE(0x11n | (packed ? LZ4 : 0n), 40);
  header.writeBigUInt64LE(BigInt(packed ? content.length : 0), 56);
  return Buffer.concat([header, stored]);
}

function container(...entries: readonly Buffer[]): Buffer {
  const content = Buffer.concat(entries);
  const header = Buffer.from([0x50, 0xed, 0x55, 0xba, 1, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeBigUInt64LE(BigInt(content.length), 8);
  return Buffer.concat([header, content]);
}

const SECTIONS = ["", ".text", ".symtab", ".strtab", ".shstrtab"] as const;

/** An ELF file: header, one section after the other, the table of sections. */
function elf(contents: Readonly<Record<string, Buffer>>): Buffer {
  const names = Buffer.from(`${SECTIONS.join("\0")}\0`);
  const header = Buffer.alloc(64);
  let at = header.length;
  const bodies: Buffer[] = [];
  const table = SECTIONS.map((name, index) => {
    const body = name === ".shstrtab" ? names : (contents[name] ?? Buffer.alloc(0));
    const row = Buffer.alloc(64);
    row.writeUInt32LE(
      SECTIONS.slice(0, index).reduce((sum, { length }) => sum + length + 1, 0),
      0,
    );
    row.writeBigUInt64LE(BigInt(at), 24);
    row.writeBigUInt64LE(BigInt(body.length), 32);
    bodies.push(body);
    at += body.length;
    return row;
  });
  header.writeBigUInt64LE(BigInt(at), 0x28);
  header.writeUInt16LE(64, 0x3a);
  header.writeUInt16LE(SECTIONS.length, 0x3c);
  header.writeUInt16LE(SECTIONS.indexOf(".shstrtab"), 0x3e);
  return Buffer.concat([header, ...bodies, ...table]);
}

const code = (letter: string): Buffer => Buffer.from(letter.repeat(1000));
const fat = container(
  entry({ kind: 2, architecture: 80, content: code("a"), packed: true }),
  entry({ kind: 2, architecture: 89, content: code("b") }),
  entry({ kind: 2, architecture: 90, content: code("c"), packed: true }),
  entry({ kind: 1, architecture: 90, content: code("d"), packed: true }),
);
const library = (): Buffer =>
  elf({
    ".text": Buffer.concat([Buffer.from("before"), fat, Buffer.from("after")]),
    ".symtab": Buffer.from("symbols"),
    ".strtab": Buffer.from("names of symbols"),
  });

test("slimLibrary() leaves what the GPU loads, not compressed, and everything else in its place", () => {
  const before = library();
  const after = library();
  assert.equal(slimLibrary(after, 90), { binaries: 1, ptx: 0, bytes: 64 + 1000 });
  assert.is(after.length, before.length);
  const [slim] = [...fatbinContainers(after)];
  const [kept, ...others] = [...fatbinEntries(after, slim!)];
  assert.is(others.length, 0);
  assert.is(kept!.flags, 0x11n, "the other flags stay");
  assert.equal(Buffer.from(entryContent(after, kept!)), code("c"));

  const [whole] = [...fatbinContainers(before)];
  assert.equal(after.subarray(0, whole!.at + 8), before.subarray(0, whole!.at + 8));
  const rest = before.indexOf("after");
  const symbols = before.indexOf("symbols");
  assert.equal(after.subarray(rest, symbols), before.subarray(rest, symbols));
  assert.ok(after.subarray(slim!.end, rest).every((byte) => byte === 0));
});

test("slimLibrary() empties the symbol tables", () => {
  const after = library();
  slimLibrary(after, 90);
  assert.is(after.indexOf("symbols"), -1);
  assert.ok(after.indexOf(".symtab") > 0, "their sections stay");
});

test("slimLibrary() leaves an entry packed that has no room", () => {
  const tight = container(entry({ kind: 2, architecture: 90, content: code("c"), packed: true }));
  const before = elf({ ".text": tight });
  const after = elf({ ".text": tight });
  slimLibrary(after, 90);
  assert.equal(after, before);
});

test("loadedEntry() takes machine code of the GPU's generation, else PTX", () => {
  const [whole] = [...fatbinContainers(library())];
  const entries = [...fatbinEntries(library(), whole!)];
  const loaded = (architecture: number): string => {
    const { kind, architecture: found } = loadedEntry(entries, architecture)!;
    return `${kind} ${found}`;
  };
  assert.is(loaded(80), "binary 80");
  assert.is(loaded(87), "binary 80");
  assert.is(loaded(90), "binary 90");
  assert.is(loaded(100), "ptx 90");
  assert.is(loadedEntry(entries, 75), undefined);
});

test("slimLibrary() refuses a GPU for which there is nothing", () => {
  assert.throws(() => slimLibrary(library(), 75), /for architecture 75.*holds nothing for it/);
});

test("slimLibrary() refuses a container that it cannot read", () => {
  const unknown = entry({ kind: 2, architecture: 90, content: code("c") });
  unknown.writeUInt16LE(7, 0);
  const odd = elf({ ".text": container(unknown) });
  assert.throws(() => slimLibrary(odd, 90), /no entry of a known kind/);
});

test("fatbinContainers() passes over bytes that only begin like one", () => {
  const magic = container().subarray(0, 4);
  const odd = Buffer.concat([magic, Buffer.from("text"), fat, magic]);
  assert.equal(
    [...fatbinContainers(odd)].map(({ at }) => at),
    [8],
  );
});

test.run();
