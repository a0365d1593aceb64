/** A dialect's sound requests, each spoiled in one thing or a few: its JSON's values, its bytes, or its lengths. */
import { seededRandom } from "@inception-edge/dataset";
import { toInit, type DialectRequest } from "./dialect-request.ts";

/** A request that may be answered or refused, but neither by a fault. */
export interface MutatedRequest {
  readonly path: string;
  readonly init: RequestInit;
}

/** In place of any value, and as an element's. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e9,
  2 ** 53,
  1e308,
  "",
  "NaN",
  "__proto__",
  "\u0000\uffff",
  [],
  [[[[[]]]]],
  {},
  { b64: 3 },
];

type Draw = (below: number) => number;

/** Endless: the requests in turn. */
export function* mutateRequests(
  requests: readonly DialectRequest[],
  seed: number,
): Generator<MutatedRequest> {
  const random = seededRandom(seed);
  const draw: Draw = (below) => Math.floor(random() * below);
  for (;;) for (const request of requests) yield mutated(request, draw);
}

function mutated(request: DialectRequest, draw: Draw): MutatedRequest {
  const { path } = request;
  const way = draw(6);
  if (way < 2) {
    const json: unknown = structuredClone(request.json);
    for (let times = 1 + draw(2); times > 0; times -= 1) spoilValue(json, draw);
    return { path, init: toInit({ ...request, json }) };
  }
  const { body, headers, ...init } = toInit(request);
  if (way < 5) {
    return { path, init: { ...init, headers: headers!, body: spoiledBytes(body as Buffer, draw) } };
  }
  const lengths = ["-1", "0", "1", "1e9", `${draw(1000)}`, "x"];
  const length = { "inference-header-content-length": lengths[draw(lengths.length)]! };
  return { path, init: { ...init, headers: { ...headers, ...length }, body: body! } };
}

/** Walks down to any depth, and replaces, removes, doubles or nests what it finds there. */
function spoilValue(json: unknown, draw: Draw): void {
  let holder = json as Record<string, unknown>;
  for (;;) {
    const keys = Object.keys(holder);
    if (keys.length === 0) return;
    const key = keys[draw(keys.length)]!;
    const value = holder[key];
    if (typeof value === "object" && value !== null && draw(4) > 0) {
      holder = value as Record<string, unknown>;
      continue;
    }
    const way = draw(5);
    if (way === 0) delete holder[key];
    else if (way === 1) holder[key] = [value, structuredClone(value)];
    else if (typeof value === "string" && way === 2)
      holder[key] = value.slice(0, draw(value.length));
    else holder[key] = structuredClone(VALUES[draw(VALUES.length)]);
    return;
  }
}

/** Bits flipped, the end cut off, a piece doubled. */
function spoiledBytes(body: Buffer, draw: Draw): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(body);
  const at = draw(bytes.length);
  const way = draw(3);
  if (way === 0) return bytes.subarray(0, at);
  if (way === 1) return Buffer.concat([bytes, bytes.subarray(at)]);
  for (let times = 1 + draw(3); times > 0; times -= 1) {
    bytes[draw(bytes.length)]! ^= 1 << draw(8);
  }
  return bytes;
}
