/**
 * TensorFlow's library for one kind of GPU only, with every address and its size as they were: 1.1 GB that compress to
 * 105 MB instead of 280. Of each fat binary, what the GPU loads is left, not compressed where there is room, since xz
 * then makes far less of it; the rest becomes zero, and so do the symbol tables that only debuggers read.
 */
import { fatbinContainers, fatbinEntries, loadedEntry, unpackedEntry } from "./fatbin.ts";

export interface Slimmed {
  readonly binaries: number;
  /** Kernels that come as PTX only. */
  readonly ptx: number;
  /** Bytes of device code that are left. */
  readonly bytes: number;
}

const DEBUG_SECTIONS = [".symtab", ".strtab"];

/**
 * Slims the library in place.
 * @param architecture 90 for compute capability 9.0
 * @throws {Error} where a fat binary holds nothing that such a GPU loads.
 */
export function slimLibrary(library: Buffer, architecture: number): Slimmed {
  const kept = { binary: 0, ptx: 0 };
  let bytes = 0;
  for (const container of fatbinContainers(library)) {
    const { at, start, end } = container;
    const entry = loadedEntry([...fatbinEntries(library, container)], architecture);
    if (!entry) {
      throw new Error(
        `Cannot slim the library for architecture ${architecture}: the fat binary at ${at} holds nothing for it`,
      );
    }
    const unpacked = unpackedEntry(library, entry);
    const packed = entry.headerBytes + entry.storedBytes;
    const content =
      unpacked.length <= end - start
        ? unpacked
        : Buffer.from(library.subarray(entry.at, entry.at + packed));
    library.fill(0, start, end);
    content.copy(library, start);
    library.writeBigUInt64LE(BigInt(content.length), at + 8);
    kept[entry.kind] += 1;
    bytes += content.length;
  }
  for (const { start, end } of debugSections(library)) library.fill(0, start, end);
  return { binaries: kept.binary, ptx: kept.ptx, bytes };
}

/** Sections of a 64-bit ELF file by their headers (System V ABI, chapter 4). */
function debugSections(elf: Buffer): readonly { readonly start: number; readonly end: number }[] {
  const headers = Number(elf.readBigUInt64LE(0x28)); // e_shoff
  const headerBytes = elf.readUInt16LE(0x3a);
  const sections = Array.from({ length: elf.readUInt16LE(0x3c) }, (_, index) => {
    const at = headers + index * headerBytes;
    const start = Number(elf.readBigUInt64LE(at + 24));
    return { name: elf.readUInt32LE(at), start, end: start + Number(elf.readBigUInt64LE(at + 32)) };
  });
  const names = sections[elf.readUInt16LE(0x3e)]?.start ?? 0; // e_shstrndx
  const nameOf = (at: number): string => elf.toString("latin1", at, elf.indexOf(0, at));
  return sections.filter(({ name }) => DEBUG_SECTIONS.includes(nameOf(names + name)));
}
