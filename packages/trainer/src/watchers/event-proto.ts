/**
 * The part of TensorBoard's event format that we write; field numbers are those of
 * tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto.
 */
import protobuf from "protobufjs/minimal.js";

export interface Scalars {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** By tag. */
  readonly values: ReadonlyMap<string, number>;
}

/** The first record of every event file: `Event { wall_time = 1, file_version = 3 }`. */
export function fileVersionEvent(wallTime: number): Uint8Array {
  return event(wallTime).uint32(field(3, BYTES)).string("brain.Event:2").finish();
}

/**
 * Says that the run starts (again) at `step`, whereupon TensorBoard forgets what it read of that step and
 * later ones: `Event { step = 2, session_log = 7: SessionLog { status = 1: START } }`.
 */
export function sessionStartEvent(wallTime: number, step: number): Uint8Array {
  return event(wallTime, step)
    .uint32(field(7, BYTES))
    .fork()
    .uint32(field(1, VARINT))
    .int32(1)
    .ldelim()
    .finish();
}

/** `Event { step = 2, summary = 5: Summary { value = 1: Value { tag = 1, simple_value = 2 } } }`. */
export function scalarsEvent({ wallTime, step, values }: Scalars): Uint8Array {
  const writer = event(wallTime, step).uint32(field(5, BYTES)).fork();
  for (const [tag, value] of values) {
    writer.uint32(field(1, BYTES)).fork();
    writer.uint32(field(1, BYTES)).string(tag).uint32(field(2, FIXED32)).float(value);
    writer.ldelim();
  }
  return writer.ldelim().finish();
}

// Wire types (protobuf.dev/programming-guides/encoding, "Message structure").
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const field = (number: number, wireType: number): number => (number << 3) | wireType;

function event(wallTime: number, step?: number): protobuf.Writer {
  const writer = protobuf.Writer.create().uint32(field(1, FIXED64)).double(wallTime);
  return step === undefined ? writer : writer.uint32(field(2, VARINT)).int64(step);
}
