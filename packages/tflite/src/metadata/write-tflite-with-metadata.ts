/**
 * A TFLite file that describes itself: how an image becomes the input and what each output means, in the
 * form that Netron, MediaPipe and the TFLite task library read. The description is a FlatBuffer in one of
 * the model's buffers, the labels are a ZIP archive after the model.
 */
import { strToU8, zipSync } from "fflate";
import type { TfliteModel } from "../tflite-model.ts";
import { writeTflite } from "../write-tflite.ts";
import { encodeMetadata, LABELS_PATH, type TfliteMetadata } from "./encode-metadata.ts";

/** Name of the metadata's buffer, by which every reader finds it. */
export const METADATA_NAME = "TFLITE_METADATA";

/** The same model and metadata give the same bytes. */
export function writeTfliteWithMetadata(model: TfliteModel, metadata: TfliteMetadata): Uint8Array {
  const described = new Map([...model.metadata, [METADATA_NAME, encodeMetadata(metadata)]]);
  const file = writeTflite({ ...model, metadata: described });
  const zip = zipAfter(file.length, LABELS_PATH, strToU8(`${metadata.labels.join("\n")}\n`));
  const whole = new Uint8Array(file.length + zip.length);
  whole.set(file);
  whole.set(zip, file.length);
  return whole;
}

/** A ZIP archive of one file, uncompressed and with a fixed date, to follow `before` other bytes. */
function zipAfter(before: number, path: string, bytes: Uint8Array): Uint8Array {
  const zip = zipSync({ [path]: [bytes, { level: 0, mtime: new Date(1980, 0, 1) }] });
  // Its offsets are relative to the start of the whole file (PKWARE's APPNOTE, §4.3.12 and §4.3.16).
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - 22; // the end record, without a comment
  const directory = view.getUint32(end + 16, true);
  view.setUint32(end + 16, directory + before, true);
  view.setUint32(directory + 42, before, true);
  return zip;
}
