/** Events as TensorBoard reads them, encoded as protocol buffers. */
import protobuf from "protobufjs";

/**
 * The part of the event format that we write; names and numbers are those of tensorflow/core/util/event.proto and
 * tensorflow/core/framework/summary.proto.
 */
const eventProto = /* proto */ `
syntax = "proto3";
package tensorflow;

message Event {
  double wall_time = 1;
  int64 step = 2;
  oneof what {
    string file_version = 3;
    Summary summary = 5;
    SessionLog session_log = 7;
  }
}

message Summary {
  message Value { string tag = 1; oneof value { float simple_value = 2; } }
  repeated Value value = 1;
}

message SessionLog {
  enum SessionStatus { STATUS_UNSPECIFIED = 0; START = 1; }
  SessionStatus status = 1;
}
`;

/** The scalars that one event logs. */
export interface Scalars {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** Values by tag. */
  readonly values: ReadonlyMap<string, number>;
}

/** The first record of every event file. */
export function fileVersionEvent(wallTime: number): Uint8Array {
  return encode({ wallTime, fileVersion: "brain.Event:2" });
}

/**
 * Marks a (re)start of the run at `step`: TensorBoard then drops what it has read for that step and for later ones.
 */
export function sessionStartEvent(wallTime: number, step: number): Uint8Array {
  return encode({ wallTime, step, sessionLog: { status: "START" } });
}

/** Values of one step, each under its tag. */
export function scalarsEvent({ wallTime, step, values }: Scalars): Uint8Array {
  const value = Array.from(values, ([tag, simpleValue]) => ({ tag, simpleValue }));
  return encode({ wallTime, step, summary: { value } });
}

let Event: protobuf.Type | undefined;

function encode(event: Readonly<Record<string, unknown>>): Uint8Array {
  Event ??= protobuf.parse(eventProto).root.lookupType("tensorflow.Event");
  return Event.encode(Event.fromObject(event)).finish();
}
