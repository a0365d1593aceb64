/**
 * NVIDIA's fat binaries, as they lie in a shared library: containers of one piece of device code, compiled for several
 * generations of GPUs. The layout is not documented; it is what `cuobjdump` reads, seen in TensorFlow 2.21.
 *
 *     container: u32 magic, u16 version, u16 header bytes, u64 bytes of the entries, entries
 *     entry:     u16 kind, u16, u32 header bytes, u64 stored bytes, u32 packed bytes, …, u32 architecture at 28,
 *                u64 flags at 40, u64 raw bytes at 56
 */
import { uncompressSync } from "lz4-napi";

const MAGIC = Buffer.from([0x50, 0xed, 0x55, 0xba]);
const CONTAINER_HEADER_BYTES = 16;
const ENTRY_HEADER_BYTES = 64;
/** Larger than any: what begins like a container and claims more is none. */
const MAX_CONTAINER_BYTES = 2 ** 30;
const LZ4 = 0x2000n;
const KINDS = { 1: "ptx", 2: "binary" } as const;

/** Where a container's entries lie in the library. */
export interface FatbinContainer {
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

export interface FatbinEntry {
  readonly at: number;
  readonly kind: "ptx" | "binary";
  /** 90 for compute capability 9.0. */
  readonly architecture: number;
  readonly headerBytes: number;
  readonly storedBytes: number;
  /** Of the stored bytes, those that LZ4 made; 0 where nothing is compressed. */
  readonly packedBytes: number;
  readonly rawBytes: number;
  readonly flags: bigint;
}

export function* fatbinContainers(library: Buffer): Generator<FatbinContainer> {
  let at = library.indexOf(MAGIC);
  while (at >= 0) {
    const container = containerAt(library, at);
    if (container) yield container;
    at = library.indexOf(MAGIC, container?.end ?? at + MAGIC.length);
  }
}

function containerAt(library: Buffer, at: number): FatbinContainer | undefined {
  const start = at + CONTAINER_HEADER_BYTES;
  if (start > library.length || library.readUInt16LE(at + 4) !== 1) return undefined;
  if (library.readUInt16LE(at + 6) !== CONTAINER_HEADER_BYTES) return undefined;
  const bytes = Number(library.readBigUInt64LE(at + 8));
  const end = start + bytes;
  return bytes > 0 && bytes < MAX_CONTAINER_BYTES && end <= library.length
    ? { at, start, end }
    : undefined;
}

/** @throws {Error} where the container holds what this reader does not know. */
export function* fatbinEntries(
  library: Buffer,
  { at: container, start, end }: FatbinContainer,
): Generator<FatbinEntry> {
  for (let at = start; at < end;) {
    const entry = end - at >= ENTRY_HEADER_BYTES ? entryAt(library, at) : undefined;
    const next = entry && at + entry.headerBytes + entry.storedBytes;
    if (!entry || !next || entry.headerBytes < ENTRY_HEADER_BYTES || next > end) {
      throw new Error(
        `Cannot read the fat binary at ${container}: no entry of a known kind at ${at}; was it made by a newer CUDA?`,
      );
    }
    yield entry;
    at = next;
  }
}

function entryAt(library: Buffer, at: number): FatbinEntry | undefined {
  const kind = (KINDS as Record<number, FatbinEntry["kind"]>)[library.readUInt16LE(at)];
  return (
    kind && {
      at,
      kind,
      architecture: library.readUInt32LE(at + 28),
      headerBytes: library.readUInt32LE(at + 4),
      storedBytes: Number(library.readBigUInt64LE(at + 8)),
      packedBytes: library.readUInt32LE(at + 16),
      rawBytes: Number(library.readBigUInt64LE(at + 56)),
      flags: library.readBigUInt64LE(at + 40),
    }
  );
}

/**
 * The entry that a GPU of `architecture` loads: machine code of its own major version, the newest that is not newer
 * than itself, or else the newest such PTX, which its driver compiles.
 */
export function loadedEntry(
  entries: readonly FatbinEntry[],
  architecture: number,
): FatbinEntry | undefined {
  const fitting = entries
    .filter((entry) => entry.architecture <= architecture)
    .toSorted((a, b) => b.architecture - a.architecture);
  return (
    fitting.find(
      (entry) => entry.kind === "binary" && major(entry.architecture) === major(architecture),
    ) ?? fitting.find(({ kind }) => kind === "ptx")
  );
}

/** The device code of an entry. */
export function entryContent(library: Buffer, entry: FatbinEntry): Buffer {
  const start = entry.at + entry.headerBytes;
  if ((entry.flags & LZ4) === 0n) return library.subarray(start, start + entry.storedBytes);
  const rawBytes = Buffer.alloc(4); // what lz4-napi wants before a block
  rawBytes.writeUInt32LE(entry.rawBytes);
  return uncompressSync(
    Buffer.concat([rawBytes, library.subarray(start, start + entry.packedBytes)]),
  );
}

/** The entry with its content as it is, padded to eight bytes. */
export function unpackedEntry(library: Buffer, entry: FatbinEntry): Buffer {
  const content = entryContent(library, entry);
  const padding = Buffer.alloc(-content.length & 7);
  const header = Buffer.from(library.subarray(entry.at, entry.at + entry.headerBytes));
  header.writeBigUInt64LE(BigInt(content.length + padding.length), 8);
  header.writeUInt32LE(0, 16);
  header.writeBigUInt64LE(entry.flags & ~LZ4, 40);
  header.writeBigUInt64LE(0n, 56);
  return Buffer.concat([header, content, padding]);
}

function major(architecture: number): number {
  return Math.floor(architecture / 10);
}
