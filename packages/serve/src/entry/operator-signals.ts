/** Signals by which an operator changes what is served: SIGHUP reads anew, SIGUSR1 promotes, SIGUSR2 rolls back. */
import { describeError } from "@inception-edge/host/describe-error";
import { candidatesOf } from "../rollout/plan.ts";
import { modelInService, type Service } from "../service.ts";

/** @param reload reads bundles and keys anew */
export function obeySignals(service: Service, reload: () => void): void {
  process.on("SIGHUP", reload);
  process.on("SIGUSR1", () => attempt(service, () => promote(service)));
  process.on("SIGUSR2", () => attempt(service, () => rollBack(service)));
}

/** The candidate gets all requests. */
function promote(service: Service): void {
  service.rollout.promote(modelInService(service, service.rollout.onlyCandidate()).id);
}

/** Every candidate loses its requests; where there is none, the model before the present one returns. */
function rollBack({ rollout }: Service): void {
  const { plan } = rollout;
  if (plan === undefined) return;
  const candidates = candidatesOf(plan);
  for (const id of candidates.length > 0 ? candidates : [plan.present]) rollout.rollBack(id);
}

function attempt({ log }: Service, change: () => void): void {
  try {
    change();
  } catch (error) {
    log("error", { event: "rollout", why: describeError(error) });
  }
}
