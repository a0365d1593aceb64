/**
 * Reads which images an AVIF holds and where (ISO/IEC 14496-12, §8.11; ISO/IEC 23008-12, §6 and §9): its items,
 * their properties and their coded data. Knows nothing of what is coded.
 */
import type { ImageError } from "../image-error.ts";
import { readProperties, type AvifProperty } from "./avif-properties.ts";
import { ByteReader } from "./byte-reader.ts";
import { contentOf, fileBoxes, fourLetters, type FileBox } from "./isobmff.ts";
import { startsWith } from "./starts-with.ts";
import { unreadable } from "./unreadable.ts";

export interface AvifItem {
  readonly id: number;
  /** Four letters: "av01" is a coded image, "grid" one of several, "Exif" metadata. */
  readonly type: string;
  readonly properties: readonly AvifProperty[];
  /** Its data, as far as the file has them. */
  readonly data: readonly Uint8Array[];
  /** Whether the file has all of them. */
  readonly complete: boolean;
}

export interface AvifItems {
  readonly primary: AvifItem;
  readonly all: readonly AvifItem[];
  /** Whether another item is the primary one's alpha. */
  readonly hasAlpha: boolean;
}

interface Place {
  readonly inMeta: boolean;
  readonly extents: readonly (readonly [offset: number, length: number])[];
}

const FULL_BOX_BYTES = 4; // version and flags

/** Far above what a file needs: an image of 256 tiles with alpha takes 30 kB and 512 extents. */
const MAX_META_BYTES = 1024 * 1024;
const MAX_EXTENTS = 4096;
/** Tiles may share their data. */
const MAX_SHARED_BYTES = 1024 * 1024;

const ALPHA = ["urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1"];

/** @throws {ImageError} `truncated`, `corrupt`, or `unsupported` where there is no still image */
export function readAvifItems(bytes: Uint8Array): AvifItems {
  const top = [...fileBoxes(bytes, 0, bytes.length)];
  const meta = top.find(({ type }) => type === "meta");
  if (meta === undefined || meta.end > bytes.length) {
    if (top.some(({ type }) => type === "moov")) {
      throw unreadable("AVIF", "unsupported", "it is a video without a still image; send one");
    }
    throw unreadable("AVIF", "truncated", `it ends at byte ${bytes.length}, before its size`);
  }
  if (meta.end - meta.start > MAX_META_BYTES) throw tooMany(`${meta.end - meta.start} bytes`);
  const inside = new Map<string, FileBox>();
  for (const box of fileBoxes(bytes, meta.content + FULL_BOX_BYTES, meta.end)) {
    inside.set(box.type, box);
  }
  const content = (name: string): Uint8Array => contentOf(bytes, inside.get(name));

  const places = readPlaces(content("iloc"));
  const properties = readProperties(bytes, inside.get("iprp"));
  const idat = content("idat");
  const all = readEntries(bytes, inside.get("iinf")).map(({ id, type }): AvifItem => {
    const { inMeta, extents } = places.get(id) ?? { inMeta: false, extents: [] };
    const source = inMeta ? idat : bytes;
    const ends = extents.map(([offset, length]) =>
      length === 0 ? source.length : offset + length,
    );
    return {
      id,
      type,
      properties: properties.get(id) ?? [],
      data: extents.map(([offset], index) => source.subarray(offset, ends[index])),
      complete: extents.length > 0 && ends.every((end) => end <= source.length),
    };
  });
  const dataBytes = all.flatMap(({ data }) => data).reduce((sum, { length }) => sum + length, 0);
  if (dataBytes > bytes.length + MAX_SHARED_BYTES)
    throw tooMany(`${dataBytes} bytes, some of them twice,`);
  // A video's cover by GPAC is named nowhere.
  const primaryId = inside.has("pitm") ? readPrimaryId(content("pitm")) : all[0]?.id;
  const primary = all.find(({ id }) => id === primaryId);
  if (primary === undefined) throw unreadable("AVIF", "corrupt", "it names no image");
  const alphas = all.filter((item) => item.properties.some(isAlpha)).map(({ id }) => id);
  const auxiliaries = readAuxiliaries(bytes, inside.get("iref"))
    .filter(({ to }) => to === primaryId)
    .map(({ from }) => from);
  const hasAlpha = !new Set(alphas).isDisjointFrom(new Set(auxiliaries));
  return { primary, all, hasAlpha };
}

function tooMany(what: string): ImageError {
  return unreadable("AVIF", "corrupt", `${what} tell what is in it`);
}

function isAlpha({ type, data }: AvifProperty): boolean {
  return type === "auxC" && ALPHA.some((name) => startsWith(data, `${name}\0`, FULL_BOX_BYTES));
}

/** pitm */
function readPrimaryId(pitm: Uint8Array): number {
  const reader = new ByteReader(pitm);
  return reader.uint(4) >>> 24 === 0 ? reader.uint(2) : reader.uint(4);
}

/** iinf: which items there are. */
function readEntries(
  bytes: Uint8Array,
  iinf: FileBox | undefined,
): { readonly id: number; readonly type: string }[] {
  if (iinf === undefined) return [];
  const version = bytes[iinf.content];
  const start = iinf.content + FULL_BOX_BYTES + (version === 0 ? 2 : 4);
  return [...fileBoxes(bytes, start, iinf.end)].map((infe) => {
    const reader = new ByteReader(contentOf(bytes, infe));
    const id = reader.uint(4) >>> 24 === 2 ? reader.uint(2) : reader.uint(4);
    return { id, type: fourLetters(bytes, infe.content + reader.at + 2) }; // 2: protection
  });
}

/** iloc: where their data are. */
function readPlaces(iloc: Uint8Array): Map<number, Place> {
  const reader = new ByteReader(iloc);
  const version = reader.uint(4) >>> 24;
  const sizes = reader.uint(2);
  const [offsetBytes, lengthBytes] = [sizes >> 12, (sizes >> 8) & 15];
  const [baseBytes, indexBytes] = [(sizes >> 4) & 15, version === 0 ? 0 : sizes & 15];
  const places = new Map<number, Place>();
  let total = 0;
  const items = reader.uint(version < 2 ? 2 : 4);
  for (let item = 0; item < items && reader.left > 0; item += 1) {
    const id = reader.uint(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : reader.uint(2) & 15; // 0: the file, 1: idat
    reader.uint(2); // data_reference_index
    const base = reader.uint(baseBytes);
    const extents: [number, number][] = [];
    const count = reader.uint(2);
    total += count;
    if (total > MAX_EXTENTS) throw tooMany(`more than ${MAX_EXTENTS} pieces`);
    for (let extent = 0; extent < count; extent += 1) {
      reader.uint(indexBytes);
      extents.push([base + reader.uint(offsetBytes), reader.uint(lengthBytes)]);
    }
    places.set(id, { inMeta: method === 1, extents });
  }
  return places;
}

/** iref: which item is an auxiliary (alpha, depth) of which. */
function readAuxiliaries(
  bytes: Uint8Array,
  iref: FileBox | undefined,
): { readonly from: number; readonly to: number }[] {
  if (iref === undefined) return [];
  const idBytes = bytes[iref.content] === 0 ? 2 : 4;
  const references = [...fileBoxes(bytes, iref.content + FULL_BOX_BYTES, iref.end)];
  return references
    .filter(({ type }) => type === "auxl")
    .flatMap((auxl) => {
      const reader = new ByteReader(contentOf(bytes, auxl));
      const from = reader.uint(idBytes);
      const count = Math.min(reader.uint(2), Math.floor(reader.left / idBytes));
      return Array.from({ length: count }, () => ({ from, to: reader.uint(idBytes) }));
    });
}
