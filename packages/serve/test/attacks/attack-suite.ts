/** What an image cannot do: bodies that never arrive, and more connections than file descriptors. */
import { execFile, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { classify, url, withBundle } from "../ask-process.ts";
import { pngImage } from "../images.ts";
import { head } from "../process-suites.ts";
import { withProcess, type RuntimeName, type ServiceProcess } from "../start-process.ts";

const MIB = 1024 * 1024;

/** Of 8 MiB, three quarters of them for a client. */
const SMALL_BUDGET = {
  MAX_UPLOAD_BYTES: String(8 * MIB),
  MAX_BODY_BYTES: String(2 * MIB),
  BODY_TIMEOUT_MS: "60000",
};

const hasPrlimit = spawnSync("prlimit", ["--version"]).status === 0;

export function runAttackSuite(runtime: RuntimeName): void {
  if (!hasPrlimit)
    console.log("SKIP no prlimit on this machine, which limits a process's descriptors");
  const attacks = suite(`attacks on ${runtime}`);

  attacks("heads that promise bodies shut nobody out", () =>
    withService({}, async (service) => {
      const held = await hold(service, { count: 512, bytes: head(256 * 1024) });
      assert.is((await classify(service)).status, 200);
      assert.is(await uploadBytes(service), 0);
      release(held);
    }),
  );

  attacks("a client whose bodies stall fills its share, and no other's", () =>
    withService({ TRUST_PROXY: "1", ...SMALL_BUDGET }, async (service) => {
      const askFrom = async (from: string): Promise<number> => {
        const headers = { "x-forwarded-for": from };
        const body = pngImage.bytes;
        return (await fetch(url(service, "/classify"), { method: "POST", body, headers })).status;
      };
      const from = "x-forwarded-for: 192.0.2.1\r\n\r\n";
      const stalled = head(2 * MIB).replace(/\r\n$/, from) + "x".repeat(MIB);
      const held = await hold(service, { count: 7, bytes: stalled }); // 7 MiB, of 6 for a client
      const refused = await Promise.any(held.map(read));
      assert.match(refused, /^HTTP\/1\.1 429 .*"code":"upload_budget".*from your address/s);
      while ((await uploadBytes(service)) !== 6 * MIB) await sleep(50);
      assert.is(await askFrom("192.0.2.2"), 200);
      release(held);
      while ((await uploadBytes(service)) > 0) await sleep(50);
      assert.is(await askFrom("192.0.2.1"), 200);
    }),
  );

  attacks("uploads that time out leave nothing behind", () =>
    withService({ BODY_TIMEOUT_MS: "200" }, async (service) => {
      const turn = async (): Promise<void> => {
        const held = await hold(service, { count: 150, bytes: `${head(5 * MIB)}x` });
        await sleep(400);
        release(held);
      };
      for (let warmUp = 0; warmUp < 5; warmUp += 1) await turn();
      const before = await residentBytes(service);
      for (let more = 0; more < 20; more += 1) await turn();
      const growth = (await residentBytes(service)) - before;
      assert.ok(growth < 80 * MIB, `${Math.round(growth / MIB)} MiB after 3,000 uploads`);
    }),
  );

  const onLinux = hasPrlimit ? attacks : attacks.skip;
  onLinux("more connections than descriptors do not end the process", async () =>
    // At a port of its own choice Deno may not listen twice: its permission names it.
    withService({ PORT: String(await freePort()) }, async (service) => {
      const keptOpen = await hold(service, { count: 1, bytes: "" });
      await limitDescriptors(service);
      const held = await hold(service, { count: 300, bytes: "" });
      await sleep(500);
      assert.match(await askOn(keptOpen[0]!), /^HTTP\/1\.1 200 /);
      release(held);
      for (let tries = 0; tries < 50; tries += 1) {
        const answer = await classify(service).catch(() => undefined);
        if (answer?.status === 200) return;
        await sleep(100);
      }
      assert.unreachable("It takes no connection any more");
    }),
  );

  attacks("SIGTERM lets a body under way arrive", () =>
    withService({}, async (service) => {
      const half = pngImage.bytes.length >> 1;
      const text = Buffer.from(pngImage.bytes).toString("latin1");
      const [socket] = await hold(service, {
        count: 1,
        bytes: head(text.length) + text.slice(0, half),
      });
      await sleep(100);
      service.kill("SIGTERM");
      await sleep(1200); // longer than DRAIN_DELAY_MS
      const answer = read(socket!);
      socket!.write(text.slice(half), "latin1");
      assert.match(await answer, /^HTTP\/1\.1 200 .*"predictions"/s);
      assert.is(await service.ended, 0);
    }),
  );

  attacks("SIGTERM gives a stalled body its deadline, and half a head none", () =>
    withService({ BODY_TIMEOUT_MS: "2000" }, async (service) => {
      const [body] = await hold(service, { count: 1, bytes: `${head(1000)}half` });
      await hold(service, { count: 1, bytes: "POST /classify HTT" });
      await sleep(100);
      const start = performance.now();
      const answer = read(body!);
      service.kill("SIGTERM");
      assert.match(await answer, /^HTTP\/1\.1 408 /);
      assert.is(await service.ended, 0);
      const ms = performance.now() - start;
      assert.ok(ms < 5000, `${ms} ms`);
    }),
  );

  attacks("SIGTERM amid slow bodies refuses new ones, and says why", () =>
    withService({ BODY_TIMEOUT_MS: "8000", DRAIN_DELAY_MS: "0" }, async (service) => {
      await hold(service, { count: 1, bytes: `${head(1000)}half` });
      await sleep(100);
      service.kill("SIGTERM");
      let response: Response | undefined;
      do {
        await sleep(200);
        // Node listens no more; Deno cannot stop that without cutting off what is under way.
        response = await classify(service).catch(() => undefined);
      } while (response?.status === 200);
      if (response !== undefined) {
        assert.is(response.status, 503);
        assert.match(await response.text(), /is stopping.*"code":"not_ready"/);
      }
      assert.is(await service.ended, 0);
    }),
  );

  attacks.run();

  function withService(
    environment: Readonly<Record<string, string>>,
    work: (service: ServiceProcess) => Promise<void>,
  ): Promise<void> {
    return withBundle((modelDir) => withProcess(runtime, { modelDir, environment }, work));
  }
}

/** Opens connections, sends the bytes on each, and leaves them open. */
async function hold(
  { port }: ServiceProcess,
  { count, bytes }: { readonly count: number; readonly bytes: string },
): Promise<readonly Socket[]> {
  const opened = Array.from({ length: count }, async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {}); // It may be refused, or reset.
    await new Promise<void>((resolve) => {
      socket.once("connect", resolve);
      socket.once("close", () => resolve());
    });
    socket.write(bytes, "latin1");
    return socket;
  });
  return Promise.all(opened);
}

function release(sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.destroy();
}

/** One answer, as text. */
function read(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    socket.on("data", (bytes) => {
      answer += bytes.toString("latin1");
      if (/\r\n\r\n\{.*\}$/s.test(answer)) resolve(answer);
    });
    socket.once("close", () => reject(new Error(`It was closed after "${answer}"`)));
  });
}

function askOn(socket: Socket): Promise<string> {
  const answer = read(socket);
  socket.write("GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
  return answer;
}

async function uploadBytes(service: ServiceProcess): Promise<number> {
  const metrics = await (await fetch(url(service, "/metrics"))).text();
  return Number(/^upload_bytes (\d+)$/m.exec(metrics)![1]);
}

async function residentBytes(service: ServiceProcess): Promise<number> {
  const metrics = await (await fetch(url(service, "/metrics"))).text();
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(metrics)![1]);
}

/** To a few more than the process has open. */
async function limitDescriptors({ pid }: ServiceProcess): Promise<void> {
  const limit = 200;
  await promisify(execFile)("prlimit", [`--pid=${pid}`, `--nofile=${limit}:${limit}`]);
  assert.match(
    await readFile(`/proc/${pid}/limits`, "utf8"),
    `Max open files            ${limit} `,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
