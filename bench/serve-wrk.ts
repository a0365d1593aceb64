/** wrk (Debian: `apt install wrk`) as a function: one image posted again and again, and every status counted. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export interface WrkOptions {
  readonly connections: number;
  readonly seconds: number;
  /** Posted as image/jpeg. */
  readonly image: Uint8Array;
}

export interface WrkResult {
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Those with status 200. */
  readonly answers: number;
  /** The same, a second. */
  readonly answersPerSecond: number;
  /** Of all answers, ms. */
  readonly p50: number;
  readonly p99: number;
  /** Connections that broke, and requests without an answer in 10 s. */
  readonly broken: number;
}

const SCRIPT = `
wrk.method = "POST"
wrk.headers["content-type"] = "image/jpeg"
wrk.body = io.open(os.getenv("IMAGE"), "rb"):read("*a")
statuses = {}
local only
function setup(thread) only = thread end
function response(status) statuses[tostring(status)] = (statuses[tostring(status)] or 0) + 1 end
function done(summary, latency)
  local parts = {}
  for status, count in pairs(only:get("statuses")) do
    parts[#parts + 1] = string.format('"%s":%d', status, count)
  end
  local e = summary.errors
  print(string.format('RESULT {"statuses":{%s},"seconds":%f,"p50":%f,"p99":%f,"broken":%d}',
    table.concat(parts, ","), summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.timeout))
end
`;

export async function wrk(
  url: string,
  { connections, seconds, image }: WrkOptions,
): Promise<WrkResult> {
  const folder = await mkdtemp(join(tmpdir(), "inception-edge-wrk-"));
  try {
    const [script, body] = [join(folder, "post.lua"), join(folder, "image")];
    await writeFile(script, SCRIPT);
    await writeFile(body, image);
    const load = [`-t1`, `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "--latency"];
    const env = { ...process.env, IMAGE: body };
    const args = [...load, "-s", script, url];
    const { stdout } = await promisify(execFile)("wrk", args, { env }).catch((cause) => {
      if (cause.code !== "ENOENT") throw cause;
      throw new Error("Cannot measure: wrk is not on the PATH; on Debian, `apt install wrk`", {
        cause,
      });
    });
    const found = /^RESULT (.*)$/m.exec(stdout);
    if (found === null) throw new Error(`Cannot read what wrk says: "${stdout}"`);
    const { statuses, seconds: took, ...rest } = JSON.parse(found[1]!);
    const answers: number = statuses["200"] ?? 0;
    return { statuses, answers, answersPerSecond: answers / took, ...rest };
  } finally {
    await rm(folder, { recursive: true });
  }
}
