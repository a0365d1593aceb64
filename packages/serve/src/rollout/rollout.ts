/**
 * A new model comes into service step by step, and leaves it by itself: promoted and rolled back by an operator, and
 * rolled back when too many of its answers fail or differ from the present model's.
 */
import { Problem } from "../problem.ts";
import type { Settings } from "../settings.ts";
import { candidatesOf, modelsOf, planFor, promoted, without, type Plan } from "./plan.ts";
import { Window } from "./window.ts";

/** Who answers at first, and when a model is rolled back by itself. */
export type RolloutSettings = Pick<
  Settings,
  "MODELS" | "ROLLBACK_IMAGES" | "ROLLBACK_ERRORS" | "ROLLBACK_AGREEMENT"
>;

/** A change of the plan, after it has been made. */
export interface RolloutChange {
  readonly change: "promoted" | "rolled_back";
  readonly model: string;
  /** `asked`, or by what it was judged. */
  readonly reason: "asked" | "self-test" | "errors" | "agreement";
  /** For people. */
  readonly why: string;
  readonly plan: Plan;
}

/** A promoted model is on trial for so many windows; after that only an operator rolls it back. */
const TRIAL_WINDOWS = 10;

interface Outcomes {
  readonly faults: Window;
  readonly differences: Window;
}

interface Judgement {
  readonly kind: keyof Outcomes;
  readonly reason: "errors" | "agreement";
  readonly isBad: boolean;
  /** Percent that may be bad. */
  readonly most: number;
}

/** What its bad images did. */
const BAD = { faults: "failed", differences: "got another class from the present model" } as const;

/** Who answers, and how well. */
export class Rollout {
  readonly #settings: RolloutSettings;
  readonly #onChange: (change: RolloutChange) => void;
  #plan: Plan | undefined;
  /** What was present before the last promotion. */
  #previous: string | undefined;
  #records = new Map<string, Outcomes>();

  constructor(settings: RolloutSettings, onChange: (change: RolloutChange) => void) {
    this.#plan = settings.MODELS;
    this.#settings = settings;
    this.#onChange = onChange;
  }

  /** Undefined until there is a model. */
  get plan(): Plan | undefined {
    return this.#plan;
  }

  /** Models that must stay loaded. */
  get wanted(): readonly string[] {
    const previous = this.#previous === undefined ? [] : [this.#previous];
    return this.#plan === undefined ? previous : [...modelsOf(this.#plan), ...previous];
  }

  /**
   * Models are in service. Where no plan was given, the first one answers; candidates that never passed their self-test
   * leave the plan.
   * @param refused why others are not in service, by their ids
   */
  loaded(ids: readonly string[], refused: ReadonlyMap<string, string>): void {
    if (ids[0] !== undefined) this.#plan ??= planFor(ids[0]);
    for (const [id, why] of refused) {
      if (this.#plan && candidatesOf(this.#plan).includes(id)) this.rollBack(id, "self-test", why);
    }
  }

  /** What an image that this model has answered is compared with. */
  comparedWith(id: string): string | undefined {
    if (this.#plan === undefined) return undefined;
    const { present, shadow } = this.#plan;
    if (id === present) return shadow;
    const isJudged = this.#settings.ROLLBACK_AGREEMENT > 0 && this.#plan.shares.has(id);
    return isJudged ? present : undefined;
  }

  /** @param share percent of the requests; with 100 it becomes the present model */
  promote(id: string, share = 100): void {
    const plan = this.#plan!;
    if (id === plan.present) {
      throw new Problem("model_conflict", `Cannot promote "${id}": it is the present model`);
    }
    if (share === 100) this.#previous = plan.present;
    this.#change(promoted(plan, id, share), {
      change: "promoted",
      model: id,
      reason: "asked",
      why: `it gets ${share} % of the requests`,
    });
    this.#records.delete(id); // It is judged anew.
  }

  /** Takes a candidate out of the plan, or puts the model that was present before it in the present one's place. */
  rollBack(
    id: string,
    reason: RolloutChange["reason"] = "asked",
    why = "an operator asked for it",
  ): void {
    const plan = this.#plan!;
    const isPresent = id === plan.present;
    if (isPresent ? this.#previous === undefined : !modelsOf(plan).includes(id)) {
      const cause = isPresent ? "no other model was present before it" : "it has no requests";
      throw new Problem("model_conflict", `Cannot roll back "${id}": ${cause}; see /models`);
    }
    const next = isPresent ? planFor(this.#previous!) : without(plan, id);
    if (isPresent) this.#previous = undefined;
    this.#change(next, { change: "rolled_back", model: id, reason, why });
  }

  /** The candidate, where there is just one. @throws {Problem} `model_conflict` */
  onlyCandidate(): string {
    const candidates = this.#plan === undefined ? [] : candidatesOf(this.#plan);
    const [only] = candidates;
    if (only !== undefined && candidates.length === 1) return only;
    const found = candidates.length === 0 ? "there is none" : `there are ${candidates.join(", ")}`;
    throw new Problem("model_conflict", `Cannot tell which model to promote: ${found}`);
  }

  /** An image was answered by a model, or failed by its or our fault. */
  answered(id: string, isFault: boolean): void {
    const most = this.#settings.ROLLBACK_ERRORS;
    this.#judge(id, { kind: "faults", reason: "errors", isBad: isFault, most });
  }

  /** A candidate and the present model have answered the same image. */
  compared(id: string, isSame: boolean): void {
    const most = 100 - this.#settings.ROLLBACK_AGREEMENT;
    this.#judge(id, { kind: "differences", reason: "agreement", isBad: !isSame, most });
  }

  #judge(id: string, { kind, reason, isBad, most }: Judgement): void {
    if (!this.#isOnTrial(id)) return;
    const { [kind]: window } = this.#recordOf(id);
    window.add(isBad);
    if (window.percentBad <= most) return;
    this.#records.delete(id);
    const why = `of its latest ${this.#settings.ROLLBACK_IMAGES} images, more than ${most} % ${BAD[kind]}`;
    this.rollBack(id, reason, why);
  }

  #isOnTrial(id: string): boolean {
    if (this.#plan === undefined) return false;
    if (id !== this.#plan.present) return modelsOf(this.#plan).includes(id);
    const { faults } = this.#recordOf(id);
    return (
      this.#previous !== undefined && faults.count < TRIAL_WINDOWS * this.#settings.ROLLBACK_IMAGES
    );
  }

  #recordOf(id: string): Outcomes {
    const images = this.#settings.ROLLBACK_IMAGES;
    const record = this.#records.get(id) ?? {
      faults: new Window(images),
      differences: new Window(images),
    };
    this.#records.set(id, record);
    return record;
  }

  #change(plan: Plan, change: Omit<RolloutChange, "plan">): void {
    this.#plan = plan;
    this.#onChange({ ...change, plan });
  }
}
