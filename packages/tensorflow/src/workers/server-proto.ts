/** The messages that a server and a session are configured by (tensorflow/core/protobuf/{cluster,config,tensorflow_server}.proto). */
import protobuf from "protobufjs";

/** The workers of a training and which of them this process is. */
export interface Workers {
  /** Each worker's `host:port`, by rank. */
  readonly addresses: readonly string[];
  /** This process's, from 0. */
  readonly rank: number;
}

const messages = /* proto */ `
syntax = "proto3";
package tensorflow;

message ServerDef {
  ClusterDef cluster = 1;
  string job_name = 2;
  int32 task_index = 3;
  ConfigProto default_session_config = 4;
  string protocol = 5;
}

message ClusterDef { repeated JobDef job = 1; }

message JobDef { string name = 1; map<int32, string> tasks = 2; }

message ConfigProto {
  message Experimental { string collective_group_leader = 1; }
  repeated string device_filters = 4;
  Experimental experimental = 16;
}
`;

const JOB = "worker";
const task = (rank: number): string => `/job:${JOB}/replica:0/task:${rank}`;

/** The rank of the worker that an error of TensorFlow's gRPC names, if it does. */
export function rankInMessage(message: string): number | undefined {
  const found = /remote target \/job:worker\/replica:0\/task:(\d+)/.exec(message)?.[1];
  return found === undefined ? undefined : Number(found);
}

/**
 * The `ConfigProto` of a worker's session. Without a leader, steps of different workers do not meet; without the filter, a
 * session waits for the devices of all workers, which it must not use (tensorflow/tensorflow#31913, #32810).
 */
export function encodeSessionConfig({ rank }: Pick<Workers, "rank">): Uint8Array {
  return encode("ConfigProto", sessionConfig(rank));
}

/** The `ServerDef` of a worker's gRPC server. */
export function encodeServerDef({ addresses, rank }: Workers): Uint8Array {
  return encode("ServerDef", {
    cluster: { job: [{ name: JOB, tasks: { ...addresses } }] },
    jobName: JOB,
    taskIndex: rank,
    defaultSessionConfig: sessionConfig(rank),
    protocol: "grpc",
  });
}

function sessionConfig(rank: number): object {
  return { deviceFilters: [task(rank)], experimental: { collectiveGroupLeader: task(0) } };
}

function encode(name: string, message: object): Uint8Array {
  const type = protobuf.parse(messages).root.lookupType(`tensorflow.${name}`);
  return type.encode(type.fromObject(message)).finish();
}
