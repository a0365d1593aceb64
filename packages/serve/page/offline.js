/** A static folder's page without a network: kept by a service worker, which also brings the next version. */
import { byId } from "./by-id.js";

/** @param {string} variant of the engine that this browser runs: only its files are kept */
export async function keepOffline(variant) {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined) return; // Neither https nor localhost, or a private window.
  byId("offline").hidden = false;
  tell("Getting ready to work offline …");
  byId("use-new").addEventListener("click", () => void useNew(serviceWorker));
  try {
    const registration = await serviceWorker.register(`service-worker.js?engine=${variant}`);
    const { installing } = registration;
    if (installing !== null) watch(installing);
    registration.addEventListener("updatefound", () => {
      if (registration.installing !== null) watch(registration.installing);
    });
    tellState(registration);
  } catch (error) {
    tell(`This page does not work offline: ${/** @type {Error} */ (error).message}`);
  }

  /** @param {ServiceWorker} worker that is being installed */
  function watch(worker) {
    worker.addEventListener("statechange", async () => {
      const registration = await serviceWorker.getRegistration();
      if (worker.state === "redundant" && registration?.active === null) {
        tell("This page does not work offline: not all of its files could be kept");
      } else if (registration !== undefined) tellState(registration);
    });
  }
}

/** @param {ServiceWorkerRegistration} registration */
function tellState({ active, waiting }) {
  if (waiting !== null && active !== null) {
    byId("use-new").hidden = false;
    tell("A new version is ready.");
  } else if (active?.state === "activated") tell("Works offline.");
}

/** @param {ServiceWorkerContainer} container */
async function useNew(container) {
  const registration = await container.getRegistration();
  container.addEventListener("controllerchange", () => location.reload());
  registration?.waiting?.postMessage("take over");
}

/** @param {string} words */
function tell(words) {
  byId("offline-state").textContent = words;
}
