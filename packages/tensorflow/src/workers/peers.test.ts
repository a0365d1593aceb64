import { once } from "node:events";
import { createServer as createHttp2Server } from "node:http2";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { freePorts } from "@inception-edge/testing/free-ports";
import { awaitPeer, faultOf, watchPeer } from "./peers.ts";

const peers = suite("peers");

async function listening(server: Server): Promise<string> {
  await once(server.listen(0), "listening");
  return `localhost:${(server.address() as AddressInfo).port}`;
}

peers("faultOf() tells who greets, who is silent and who is gone", async () => {
  const greeting = createHttp2Server();
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket));
  try {
    const [here, hanging] = await Promise.all([listening(greeting), listening(silent)]);
    const [port] = await freePorts(1);
    assert.is(await faultOf(here), undefined);
    assert.is(await faultOf(hanging, 100), "silent");
    assert.is(await faultOf(`localhost:${port}`), "refused");
  } finally {
    for (const socket of sockets) socket.destroy();
    greeting.close();
    silent.close();
  }
});

peers("awaitPeer() waits for one that comes, watchPeer() tells of one that goes", async () => {
  const [port] = await freePorts(1);
  const address = `localhost:${port}`;
  const { signal } = new AbortController();
  const waited: string[] = [];
  const server = createHttp2Server();
  const come = (): void => {
    waited.push("awaited");
    server.listen(port);
  };
  await awaitPeer(address, { signal, onWait: come });
  assert.equal(waited, ["awaited"]);

  let losses = 0;
  const watching = watchPeer(address, { signal, onLost: () => (losses += 1) });
  await faultOf(address); // it has been asked once
  assert.is(losses, 0);
  server.close();
  const alive = setInterval(() => {}, 1000); // watching alone keeps no process alive
  await watching;
  clearInterval(alive);
  assert.is(losses, 1);
});

peers.run();
