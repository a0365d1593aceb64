/**
 * Makes AVIFs that libavif 1.0.1 takes out of those that browsers take. It is strict about `pixi`, which older
 * writers leave out, and shows the video in a file that has one beside its still image.
 */
import { concatBytes, type Bytes } from "../concat-bytes.ts";
import { configurationOf } from "../header/avif.ts";
import { ByteReader } from "../header/byte-reader.ts";
import { property, readHeifItems, type HeifItem } from "../header/heif-items.ts";
import { fileBoxes, fourLetters, type FileBox } from "../header/isobmff.ts";
import { CodecError } from "./codec.ts";

const FREE = concatBytes(["free"]);
const AVIF = concatBytes(["avif"]);

/**
 * The file with everything hidden that is not its still image, and with a complete description of that one, which
 * goes behind the rest: where the coded data lie is written down in bytes from the start.
 */
export function stillAvif(avif: Uint8Array): Uint8Array {
  const boxes = [...fileBoxes(avif, 0, avif.length)];
  const meta = boxes.find(({ type }) => type === "meta")!; // The header has been read.
  const still = concatBytes([avif, completeMeta(avif, meta)]);
  const view = new DataView(still.buffer);
  for (const box of boxes) {
    const { type, start, end, content } = box;
    if (view.getUint32(start) === 0) view.setUint32(start, end - start); // "to the end of the file"
    if (type === "meta" || type === "moov") still.set(FREE, start + 4);
    if (type !== "ftyp") continue;
    for (let at = content; at + 4 <= end; at += 4) {
      if (fourLetters(still, at) === "avis") still.set(AVIF, at);
    }
  }
  return still;
}

function completeMeta(avif: Uint8Array, meta: FileBox): Uint8Array {
  const { primary, all } = readHeifItems(avif, "AVIF");
  const coded = all.filter(({ type }) => type === "av01");
  const lacking = [...new Set([primary, ...coded])].filter((item) => !property(item, "pixi"));
  const children = [...fileBoxes(avif, meta.content + 4, meta.end)];
  const isNamed = children.some(({ type }) => type === "pitm");
  return boxOf("meta", [
    [0, 0, 0, 0], // version and flags
    ...children.map((box) =>
      box.type === "iprp" ? completeProperties(avif, box, { lacking, coded }) : whole(avif, box),
    ),
    ...(isNamed ? [] : [boxOf("pitm", [[1, 0, 0, 0], u32(primary.id)])]),
  ]);
}

/** A `pixi` for each that lacks one: ISO/IEC 23008-12, §6.5.6. */
function completeProperties(
  avif: Uint8Array,
  iprp: FileBox,
  { lacking, coded }: { lacking: readonly HeifItem[]; coded: readonly HeifItem[] },
): Uint8Array {
  const boxes = [...fileBoxes(avif, iprp.content, iprp.end)];
  const ipco = boxes.find(({ type }) => type === "ipco");
  if (ipco === undefined || lacking.length === 0) return whole(avif, iprp);
  const known = [...fileBoxes(avif, ipco.content, ipco.end)].length;
  const added = lacking.map((item) => {
    const { isGrey, bitDepth } = configurationOf([item, ...coded]);
    const depths = isGrey ? [bitDepth] : [bitDepth, bitDepth, bitDepth];
    return boxOf("pixi", [[0, 0, 0, 0, depths.length, ...depths]]);
  });
  const indices = new Map(lacking.map(({ id }, index) => [id, known + index + 1]));
  return boxOf(
    "iprp",
    boxes.map((box) => {
      const content = avif.subarray(box.content, box.end);
      if (box === ipco) return boxOf("ipco", [content, ...added]);
      return box.type === "ipma" ? boxOf("ipma", [associate(content, indices)]) : whole(avif, box);
    }),
  );
}

/** An ipma with one property more for some items: §9.3.3. */
function associate(ipma: Uint8Array, indices: ReadonlyMap<number, number>): Uint8Array {
  const reader = new ByteReader(ipma);
  const head = reader.uint(4);
  const [idBytes, indexBytes] = [head >>> 24 === 0 ? 2 : 4, (head & 1) === 0 ? 1 : 2];
  const items = reader.uint(4);
  const parts: Bytes[] = [ipma.subarray(0, reader.at)];
  for (let item = 0; item < items && reader.left > 0; item += 1) {
    const start = reader.at;
    const id = reader.uint(idBytes);
    const count = reader.uint(1);
    const end = reader.at + count * indexBytes;
    const index = indices.get(id);
    if (index === undefined) {
      parts.push(ipma.subarray(start, end));
    } else {
      if (index >= 2 ** (8 * indexBytes - 1)) throw new CodecError("there are too many properties");
      const place = indexBytes === 1 ? [index] : [index >> 8, index & 255];
      parts.push(ipma.subarray(start, start + idBytes), [count + 1]);
      parts.push(ipma.subarray(reader.at, end), place);
    }
    reader.at = end;
  }
  return concatBytes(parts);
}

function whole(avif: Uint8Array, { start, end }: FileBox): Uint8Array {
  return avif.subarray(start, end);
}

function boxOf(type: string, content: readonly Bytes[]): Uint8Array {
  const length = content.reduce((sum, part) => sum + part.length, 8);
  return concatBytes([u32(length), type, ...content]);
}

function u32(value: number): number[] {
  return [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
}
