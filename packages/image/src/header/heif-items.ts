/**
 * Reads which images an AVIF or HEIC holds and where (ISO/IEC 14496-12, §8.11; ISO/IEC 23008-12, §6 and §9): its items,
 * their properties and their coded data. Knows nothing of what is coded.
 */
import type { ImageError } from "../image-error.ts";
import { ByteReader } from "./byte-reader.ts";
import { readProperties, type HeifProperty } from "./heif-properties.ts";
import { contentOf, fileBoxes, fourLetters, type FileBox } from "./isobmff.ts";
import { startsWith } from "./starts-with.ts";
import { unreadable } from "./unreadable.ts";

export interface HeifItem {
  readonly id: number;
  /** Four letters: "av01" and "hvc1" are coded images, "grid" is one of several, "Exif" metadata. */
  readonly type: string;
  readonly properties: readonly HeifProperty[];
  /** Its data, as far as the file has them. */
  readonly data: readonly Uint8Array[];
  /** Whether the file has all of them. */
  readonly complete: boolean;
}

export interface HeifItems {
  readonly primary: HeifItem;
  readonly all: readonly HeifItem[];
  /** Those that are the primary one's alpha. */
  readonly alphas: readonly HeifItem[];
  /** The items that another one is made of (dimg), such as the tiles of a grid, by its id. */
  readonly parts: ReadonlyMap<number, readonly number[]>;
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

/** Tiles. */
const MAX_REFERENCES = 4096;

const ALPHA = ["urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", "urn:mpeg:hevc:2015:auxid:1"];

/**
 * @param format for what is wrong
 * @throws {ImageError} `truncated`, `corrupt`, or `unsupported` where there is no still image
 */
export function readHeifItems(bytes: Uint8Array, format: "AVIF" | "HEIC"): HeifItems {
  const top = [...fileBoxes(bytes, 0, bytes.length)];
  const meta = top.find(({ type }) => type === "meta");
  if (meta === undefined || meta.end > bytes.length) {
    if (top.some(({ type }) => type === "moov")) {
      throw unreadable(format, "unsupported", "it is a video without a still image; send one");
    }
    throw unreadable(format, "truncated", `it ends at byte ${bytes.length}, before its size`);
  }
  if (meta.end - meta.start > MAX_META_BYTES)
    throw tooMany(format, `${meta.end - meta.start} bytes`);
  const inside = new Map<string, FileBox>();
  for (const box of fileBoxes(bytes, meta.content + FULL_BOX_BYTES, meta.end)) {
    inside.set(box.type, box);
  }
  const content = (name: string): Uint8Array => contentOf(bytes, inside.get(name));

  const places = readPlaces(content("iloc"), format);
  const properties = readProperties(bytes, inside.get("iprp"));
  const idat = content("idat");
  const all = readEntries(bytes, inside.get("iinf")).map(({ id, type }): HeifItem => {
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
    throw tooMany(format, `${dataBytes} bytes, some of them twice,`);
  // A video's cover by GPAC is named nowhere.
  const primaryId = inside.has("pitm") ? readPrimaryId(content("pitm")) : all[0]?.id;
  const primary = all.find(({ id }) => id === primaryId);
  if (primary === undefined) throw unreadable(format, "corrupt", "it names no image");
  const references = readReferences(bytes, inside.get("iref"), format);
  const auxiliaries = references
    .filter(({ type, to }) => type === "auxl" && to.includes(primary.id))
    .map(({ from }) => from);
  const alphas = all.filter(
    ({ id, properties: own }) => auxiliaries.includes(id) && own.some(isAlpha),
  );
  const derived = references.filter(({ type }) => type === "dimg");
  const parts = new Map(derived.map(({ from, to }) => [from, to]));
  return { primary, all, alphas, parts };
}

export function property({ properties }: HeifItem, wanted: string): HeifProperty | undefined {
  return properties.find(({ type }) => type === wanted);
}

/**
 * In pixels: ISO/IEC 23008-12, §6.5.3.
 * @throws {ImageError} `corrupt`
 */
export function sizeOf(item: HeifItem, format: string): { width: number; height: number } {
  const ispe = property(item, "ispe");
  if (ispe === undefined) throw unreadable(format, "corrupt", `its image ${item.id} has no size`);
  const reader = new ByteReader(ispe.data);
  reader.uint(4); // version and flags
  const [width, height] = [reader.uint(4), reader.uint(4)];
  if (width === 0 || height === 0)
    throw unreadable(format, "corrupt", `its size is ${width}x${height}`);
  return { width, height };
}

function tooMany(format: string, what: string): ImageError {
  return unreadable(format, "corrupt", `${what} tell what is in it`);
}

function isAlpha({ type, data }: HeifProperty): boolean {
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
function readPlaces(iloc: Uint8Array, format: string): Map<number, Place> {
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
    if (total > MAX_EXTENTS) throw tooMany(format, `more than ${MAX_EXTENTS} pieces`);
    for (let extent = 0; extent < count; extent += 1) {
      reader.uint(indexBytes);
      extents.push([base + reader.uint(offsetBytes), reader.uint(lengthBytes)]);
    }
    places.set(id, { inMeta: method === 1, extents });
  }
  return places;
}

interface Reference {
  /** Four letters: "auxl" from an auxiliary (alpha, depth) to its image, "dimg" from an image to its parts. */
  readonly type: string;
  readonly from: number;
  readonly to: readonly number[];
}

/** iref */
function readReferences(
  bytes: Uint8Array,
  iref: FileBox | undefined,
  format: string,
): readonly Reference[] {
  if (iref === undefined) return [];
  const idBytes = bytes[iref.content] === 0 ? 2 : 4;
  let total = 0;
  return [...fileBoxes(bytes, iref.content + FULL_BOX_BYTES, iref.end)].map((box) => {
    const reader = new ByteReader(contentOf(bytes, box));
    const from = reader.uint(idBytes);
    const count = Math.min(reader.uint(2), Math.floor(reader.left / idBytes));
    total += count;
    if (total > MAX_REFERENCES) throw tooMany(format, `more than ${MAX_REFERENCES} references`);
    return { type: box.type, from, to: Array.from({ length: count }, () => reader.uint(idBytes)) };
  });
}
