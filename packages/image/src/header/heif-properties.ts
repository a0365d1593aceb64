/** Reads what an AVIF or HEIC says of its items (ISO/IEC 23008-12, §9.3): sizes, turns, what they are coded in. */
import { ByteReader } from "./byte-reader.ts";
import { contentOf, fileBoxes, type FileBox } from "./isobmff.ts";

export interface HeifProperty {
  /** Four letters. */
  readonly type: string;
  readonly data: Uint8Array;
}

/** What iprp says, by item. */
export function readProperties(
  bytes: Uint8Array,
  iprp: FileBox | undefined,
): Map<number, readonly HeifProperty[]> {
  const properties = new Map<number, readonly HeifProperty[]>();
  if (iprp === undefined) return properties;
  const boxes = [...fileBoxes(bytes, iprp.content, iprp.end)];
  const ipco = boxes.find(({ type }) => type === "ipco");
  const known = ipco
    ? [...fileBoxes(bytes, ipco.content, ipco.end)].map((box) => ({
        type: box.type,
        data: contentOf(bytes, box),
      }))
    : [];
  for (const ipma of boxes.filter(({ type }) => type === "ipma")) {
    for (const { id, indices } of readAssociations(contentOf(bytes, ipma))) {
      properties.set(
        id,
        indices.flatMap((index) => known[index - 1] ?? []), // 0 is none
      );
    }
  }
  return properties;
}

/** ipma: which properties belong to which item, counted from 1. */
function readAssociations(ipma: Uint8Array): { id: number; indices: readonly number[] }[] {
  const reader = new ByteReader(ipma);
  const head = reader.uint(4);
  const [idBytes, indexBytes] = [head >>> 24 === 0 ? 2 : 4, (head & 1) === 0 ? 1 : 2];
  const essential = 2 ** (8 * indexBytes - 1);
  const items = reader.uint(4);
  const associations = [];
  for (let item = 0; item < items && reader.left > 0; item += 1) {
    const id = reader.uint(idBytes);
    const count = reader.uint(1);
    const indices = Array.from({ length: count }, () => reader.uint(indexBytes) % essential);
    associations.push({ id, indices });
  }
  return associations;
}
