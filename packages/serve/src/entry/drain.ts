/** How a service stops: no client that waits for an answer, or is about to ask, is cut off. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Service } from "../service.ts";
import type { Listening } from "./listening.ts";

interface Drain {
  readonly service: Service;
  readonly listening: Listening;
  /** The exit code if everything is answered. */
  readonly code: number;
}

/** How long to wait for a moment without arriving bodies before new ones are refused. */
const QUIET_MS = 1000;
/** As long as no request comes for so many turns of the event loop, nobody is about to send one. */
const STILL_TURNS = 10;
const TURN_MS = 10;
/** Answers are held back no longer: some clients come whether others were answered or not. */
const HOLD_MS = 500;
/** Time to send the last answers, where the runtime also waits for idle connections. */
const LINGER_MS = 500;

/**
 * Reports that it is not ready, gives load balancers time to notice, stops listening, and lets every open request end.
 * Where closing cuts off bodies, it first waits for those that are still arriving. Answers that are ready meanwhile are held
 * until it has stopped listening, so that clients that ask again at once are refused, and none is reset.
 */
export async function drain({ service, listening, code }: Drain): Promise<number> {
  const { settings, log, uploads, arriving, unanswered, answers } = service;
  if (service.phase === "up") service.phase = "draining";
  log("info", { event: "draining" });
  await sleep(settings.DRAIN_DELAY_MS);
  const late = sleep(settings.DRAIN_TIMEOUT_MS).then(() => "late" as const);
  const ended = await Promise.race([answerAll(), late]);
  if (ended === "late")
    log("error", { event: "drained late", why: "Some requests were still open" });
  else log("info", { event: "drained" });
  return ended === "late" ? 1 : code;

  async function answerAll(): Promise<"ended"> {
    if (listening.cutsBodies) await bodiesArrived();
    answers.hold();
    await stillness();
    if (listening.cutsBodies && arriving.count > 0) {
      answers.release(); // It may take longer than others should wait.
      await bodiesArrived();
    }
    const closed = listening.close();
    await sleep(TURN_MS); // Deno gives up the listener in a turn of its own, which sending answers would put off.
    answers.release();
    await unanswered.none();
    await Promise.race([closed, sleep(LINGER_MS)]);
    return "ended";
  }

  /** With every answer held, the requests that wait for one only become more. */
  async function stillness(): Promise<void> {
    const until = performance.now() + HOLD_MS;
    let still = 0;
    while (still < STILL_TURNS && performance.now() < until) {
      const before = unanswered.count;
      await sleep(TURN_MS);
      still = unanswered.count > before || arriving.count > 0 ? 0 : still + 1;
    }
  }

  async function bodiesArrived(): Promise<void> {
    await Promise.race([arriving.none(), sleep(QUIET_MS)]);
    if (arriving.count > 0) uploads.close();
    await arriving.none();
  }
}
