/// <reference lib="dom" />
/**
 * Entry of a static folder's service worker: keeps the folder's files for use without a network. The list of them, with
 * hashes, is written into it when the folder is made, so a new folder has a new one; that loads what has changed, takes
 * over when the page says so, and removes what is no longer listed.
 */
import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import type { KeptFile } from "./kept-file.ts";

/** Put in by the build. */
declare const KEPT_FILES: readonly KeptFile[];

/** The part of a service worker's global scope that is used. */
interface ServiceWorkerScope {
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(kind: "message", listener: (event: MessageEvent<unknown>) => void): void;
}

const scope = globalThis as unknown as ServiceWorkerScope;
/** Which build of the engine this browser runs: the page says it in the worker's address. */
const variant = new URLSearchParams(scope.location.search).get("engine");

scope.addEventListener("message", ({ data }) => {
  if (data === "take over") void scope.skipWaiting();
});
clientsClaim(); // A page that loaded its files from the network goes on with the kept ones.
cleanupOutdatedCaches();
precacheAndRoute(
  KEPT_FILES.filter(({ engine }) => engine === undefined || engine === variant).map(
    ({ url, revision, integrity }) => ({ url, revision, integrity }),
  ),
);
