/** Reads a TensorBoard event file, with its own copy of the message definitions. */
import protobuf from "protobufjs";
import { maskedCrc } from "../src/watchers/tf-record.ts";

/** The messages as TensorFlow declares them (tensorflow/core/{util/event,framework/summary}.proto). */
const Event = protobuf
  .parse(
    `syntax = "proto3";
    message Event {
      double wall_time = 1;
      int64 step = 2;
      oneof what { string file_version = 3; Summary summary = 5; SessionLog session_log = 7; }
    }
    message SessionLog { enum Status { UNSPECIFIED = 0; START = 1; } Status status = 1; }
    message Summary {
      message Value { string tag = 1; oneof value { float simple_value = 2; } }
      repeated Value value = 1;
    }`,
  )
  .root.lookupType("Event");

/**
 * Events as plain objects. An incomplete last record is left out.
 * @throws {Error} when a checksum is wrong
 */
export function readEvents(file: Uint8Array): Record<string, unknown>[] {
  const events: Record<string, unknown>[] = [];
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let offset = 0; offset + 12 <= file.length;) {
    const length = Number(view.getBigUint64(offset, true));
    if (offset + 12 + length + 4 > file.length) break;
    const data = file.subarray(offset + 12, offset + 12 + length);
    check("length", view.getUint32(offset + 8, true), file.subarray(offset, offset + 8));
    check("data", view.getUint32(offset + 12 + length, true), data);
    events.push(Event.toObject(Event.decode(data), { longs: Number, enums: String }));
    offset += 12 + length + 4;
  }
  return events;
}

function check(what: string, crc: number, bytes: Uint8Array): void {
  if (crc !== maskedCrc(bytes))
    throw new Error(`Cannot read the event: its ${what} has another CRC`);
}
