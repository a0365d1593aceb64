import { once } from "node:events";
import { rename, rm } from "node:fs/promises";
import { request } from "node:http";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { EngineName } from "@inception-edge/inference";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { litertLibrary } from "@inception-edge/testing/litert-library";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { classify, modelName, url, withBundle } from "./ask-process.ts";
import { contractSettings } from "./contract-settings.ts";
import { addContract } from "./contract.ts";
import { pngImage } from "./images.ts";
import {
  startProcess,
  withProcess,
  type RuntimeName,
  type ServiceProcess,
  type StartOptions,
} from "./start-process.ts";
import { writeTinyBundle } from "./tiny-bundle.ts";

const contractEnvironment = Object.fromEntries(
  Object.entries(contractSettings).map(([name, value]) => [name, String(value)]),
);

/**
 * What holds for a process on either runtime, in WebAssembly and natively: the contract, and how it starts, reloads, and
 * ends. Where LiteRT's library is not installed, the native ones are skipped.
 */
export function runProcessSuites(runtime: RuntimeName, engine: EngineName = "litert"): void {
  const contract = suite(`contract on ${runtime}, ${engine}`);
  const life = suite(`life on ${runtime}, ${engine}`);
  if (engine === "litert-native" && litertLibrary === undefined) contract.skip("all of it");
  else {
    addContract(
      contract,
      (work) =>
        withBundle((modelDir) =>
          withService({ modelDir, environment: contractEnvironment }, (service) =>
            work((path, init) => fetch(url(service, path), init)),
          ),
        ),
      { engine },
    );
    addLife();
  }
  contract.run();
  life.run();

  /** A process that answers in the engine. */
  function withService(
    options: StartOptions,
    work: (service: ServiceProcess) => Promise<void>,
  ): Promise<void> {
    const native = { ENGINE: engine, LITERT_LIBRARY: litertLibrary ?? "" };
    const environment = { ...(engine === "litert-native" && native), ...options.environment };
    return withProcess(runtime, { ...options, environment }, work);
  }

  function addLife(): void {
    // On a busy machine some of what is open has not reached the service half a second later.
    const patient = { DRAIN_DELAY_MS: "1500" };

    life("HEIC is one of its formats", async () => {
      await withBundle((modelDir) =>
        withService({ modelDir }, async (service) => {
          const limits = await fetch(url(service, "/limits"));
          const { imageTypes } = (await limits.json()) as { imageTypes: string[] };
          assert.ok(imageTypes.includes("image/heic"));
        }),
      );
    });

    life("SIGTERM answers what is open, then ends with 0", async () => {
      await withBundle((modelDir) =>
        withService({ modelDir, environment: patient }, async (service) => {
          const open = Array.from({ length: 20 }, () => classify(service));
          await service.logged('"path":"/classify"'); // At least one was answered; the rest is under way.
          service.kill("SIGTERM");
          const statuses = (await Promise.all(open)).map(({ status }) => status);
          assert.equal(new Set(statuses), new Set([200]));
          assert.is(await service.ended, 0);
        }),
      );
    });

    life(
      "SIGTERM under load loses nothing: what the service answered, its clients got",
      async () => {
        await withBundle((modelDir) =>
          withService({ modelDir }, async (service) => {
            const count = { answered: 0 };
            const client = async (): Promise<void> => {
              for (;;) {
                // Refused once the service listens no more; an answer that breaks off would show in the count.
                const response = await classify(service).catch(() => undefined);
                if (response === undefined) return;
                assert.is(response.status, 200);
                await response.json();
                count.answered += 1;
              }
            };
            const clients = Array.from({ length: 6 }, () => client());
            while (count.answered < 30) await sleep(10);
            service.kill("SIGTERM");
            await Promise.all(clients);
            assert.is(await service.ended, 0);
            const logged = service.log.filter((line) => line.includes('"path":"/classify"'));
            assert.is(logged.length, count.answered);
          }),
        );
      },
    );

    life("SIGTERM resets none of the clients that connect again at once", async () => {
      await withBundle((modelDir) =>
        withService({ modelDir }, async (service) => {
          const count = { answered: 0 };
          const client = async (): Promise<string> => {
            for (;;) {
              const outcome = await onConnectionOfItsOwn(service);
              if (typeof outcome === "string") return outcome;
              count.answered += 1;
            }
          };
          const clients = Array.from({ length: 16 }, () => client());
          while (count.answered < 100) await sleep(10);
          service.kill("SIGTERM");
          assert.equal(new Set(await Promise.all(clients)), new Set(["ECONNREFUSED"]));
          assert.is(await service.ended, 0);
        }),
      );
    });

    life("goes on when nobody reads its log any more, and ends well", async () => {
      await withBundle((modelDir) =>
        withService({ modelDir }, async (service) => {
          service.closeLog();
          for (let number = 0; number < 3; number += 1) {
            const answer = await classify(service);
            assert.is(answer.status, 200);
            await answer.body?.cancel();
          }
          service.kill("SIGTERM");
          assert.is(await service.ended, 0);
        }),
      );
    });

    life("SIGINT is not ready for a while first, where that is set", async () => {
      await withBundle((modelDir) =>
        withService({ modelDir, environment: { DRAIN_DELAY_MS: "800" } }, async (service) => {
          service.kill("SIGINT");
          await service.logged('"event":"draining"');
          const ready = await fetch(url(service, "/readyz"));
          assert.is(ready.status, 503);
          assert.equal(await ready.json(), { status: "draining", live: true, ready: false });
          const answer = await classify(service);
          assert.is(answer.status, 200);
          assert.is(answer.headers.get("connection"), "close");
          await answer.body?.cancel();
          assert.is(await service.ended, 0);
        }),
      );
    });

    life("SIGHUP loads a new bundle; one that is broken changes nothing", async () => {
      await withBundle((modelDir) =>
        withService({ modelDir, environment: { RELOAD_CHECK_S: "0" } }, async (service) => {
          await writeTinyBundle(modelDir, { name: "second", seed: 2 });
          service.kill("SIGHUP");
          await service.logged('"name":"second"');
          assert.is(await modelName(service), "second");
          await rm(join(modelDir, "model.tflite"));
          service.kill("SIGHUP");
          await service.logged('"event":"model refused"');
          assert.is(await modelName(service), "second");
          assert.is((await classify(service)).status, 200);
        }),
      );
    });

    life("notices that the bundle was replaced", async () => {
      await withBundle((modelDir) =>
        withService({ modelDir, environment: { RELOAD_CHECK_S: "1" } }, async (service) => {
          await writeTinyBundle(`${modelDir}.partial`, { name: "second", seed: 2 });
          await rename(modelDir, `${modelDir}.old`);
          await rename(`${modelDir}.partial`, modelDir);
          await service.logged('"name":"second"');
          assert.is(await modelName(service), "second");
        }),
      );
    });

    life("does not start with a bundle that fails its self-test, and says why", async () => {
      await inTemporaryFolder(async (folder) => {
        await writeTinyBundle(folder, {
          golden: ({ cases }) => ({
            cases: cases.map((one) => ({ ...one, inputSha256: "0".repeat(64) })),
          }),
        });
        const { message } = await rejectionOf(startProcess(runtime, { modelDir: folder }));
        assert.match(message, "Cannot pass the self-test: golden/0.png gives the input");
        assert.match(message, "Cannot serve the bundle");
      });
    });

    life(
      "does not start without a bundle or with impossible settings, and says all that is wrong",
      async () => {
        await inTemporaryFolder(async (folder) => {
          const missing = await rejectionOf(
            startProcess(runtime, { modelDir: join(folder, "no") }),
          );
          assert.match(missing.message, "manifest.json cannot be read");
          const bad = { PORT: "many", MAX_QUEUE: "-1" };
          const impossible = await rejectionOf(
            startProcess(runtime, { modelDir: folder, environment: bad }),
          );
          assert.match(
            impossible.message,
            'PORT must be a whole number from 0 to 65535, got "many"',
          );
          assert.match(impossible.message, "MAX_QUEUE must be");
        });
      },
    );

    life("says who has the port, and which address is none of this machine's", async () => {
      const other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      const { port } = other.address() as AddressInfo;
      try {
        assert.match(
          await failureOf(runtime, { PORT: String(port) }),
          `Cannot listen at 127.0.0.1:${port}: another program uses this port; stop it, or set another port, such as PORT=`,
        );
        assert.match(
          await failureOf(runtime, { HOST: "192.0.2.1" }), // RFC 5737: nobody's.
          "Cannot listen at 192.0.2.1:0: HOST is not an address of this machine",
        );
        assert.match(
          await failureOf(runtime, { HOST: "no.such.host.invalid" }),
          "HOST is not the name of a machine",
        );
      } finally {
        other.close();
      }
    });

    life("outlives slow, half and broken requests on raw sockets", async () => {
      await withBundle((modelDir) =>
        // Few bytes allowed, so that a flood is refused before its time is up, however busy the machine is.
        withService({ modelDir, environment: IMPATIENT }, async (service) => {
          // A body that never comes, one that comes a byte at a time, and one that breaks off.
          assert.match(await converse(service, [head(100)]), /^HTTP\/1\.1 408 .*body_timeout/s);
          const dribble = Array.from({ length: 30 }, () => "x");
          assert.match(await converse(service, [head(1000), ...dribble]), /^HTTP\/1\.1 408 /);
          await converse(service, [head(100), "half"], { breakOff: true });
          await converse(service, ["POST /classify HTT"], { breakOff: true });
          assert.match(await converse(service, ["no HTTP at all\r\n\r\n"]), /^(HTTP\/1\.1 400 |$)/);
          const both = `POST /classify HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`;
          assert.match(await converse(service, [both]), /^(HTTP\/1\.1 400 |$)/); // Smuggling
          // Chunked, so that no header tells how much there will be, or one that lies about it.
          const chunks = Array.from({ length: 40 }, () => `f4240\r\n${"x".repeat(1e6)}\r\n`);
          const flood = (length: string): Promise<string> => {
            const start = `POST /classify HTTP/1.1\r\nhost: a\r\ncontent-type: image/png\r\n${length}transfer-encoding: chunked\r\n\r\n`;
            return converse(service, [start, ...chunks], { everyMs: 0 });
          };
          assert.match(await flood(""), /^HTTP\/1\.1 413 .*body_too_large/s);
          assert.match(
            await flood("content-length: 1\r\n"),
            /^(HTTP\/1\.1 413 .*body_too_large|HTTP\/1\.1 400 (?!.*problem)|$)/s,
          );
          assert.is((await classify(service)).status, 200);
          const metrics = await (await fetch(url(service, "/metrics"))).text();
          assert.match(metrics, /^upload_bytes 0$/m);
          assert.match(metrics, /^inference_inflight 0$/m);
        }),
      );
    });
  }
}

const IMPATIENT = { BODY_TIMEOUT_MS: "500", MAX_BODY_BYTES: "2000000", MAX_IMAGE_BYTES: "1000000" };

/** What it says when it does not start: sentences, no trace. */
async function failureOf(
  runtime: RuntimeName,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const { message } = await rejectionOf(
    withBundle((modelDir) => startProcess(runtime, { modelDir, environment }).then(() => {})),
  );
  assert.not.match(message, /^ +at /m);
  return message;
}

/** @returns the status, or the code of what went wrong with the connection */
function onConnectionOfItsOwn({ port }: ServiceProcess): Promise<number | string> {
  return new Promise((resolve) => {
    const failed = ({ code }: NodeJS.ErrnoException): void => resolve(code ?? "broken off");
    const options = { host: "127.0.0.1", port, path: "/classify", method: "POST", agent: false };
    request(options, (answer) => {
      answer.on("error", failed).on("end", () => resolve(answer.statusCode!));
      answer.resume();
    })
      .on("error", failed)
      .end(pngImage.bytes);
  });
}

/** Of a request whose body has that many bytes. */
export function head(length: number): string {
  return `POST /classify HTTP/1.1\r\nhost: a\r\ncontent-type: image/png\r\ncontent-length: ${length}\r\n\r\n`;
}

/** Writes the parts, one after another, and gives what was answered until the end of the connection or 3 s. */
export function converse(
  { port }: ServiceProcess,
  parts: readonly string[],
  { breakOff = false, everyMs = 30 } = {},
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(end, 3000);
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      answer += text;
      if (answer.includes("\r\n\r\n{") && answer.endsWith("}")) end();
    });
    socket.on("error", end);
    socket.on("close", end);
    socket.on("connect", async () => {
      for (const part of parts) {
        if (!socket.writable) return;
        socket.write(part, "latin1");
        await sleep(everyMs);
      }
      if (breakOff) socket.destroy();
    });
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
