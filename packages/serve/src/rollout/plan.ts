/** Which models answer the paths that name none: who gets how many requests, and who answers silently beside them. */

/** Who answers. */
export interface Plan {
  /** The model in service for good: others are compared with it, and it takes the place of one that fails. */
  readonly present: string;
  /** Percent of the requests by id, the present model's too; they add up to 100. */
  readonly shares: ReadonlyMap<string, number>;
  /** Gets the images that the present model answers too; its answers are compared and forgotten. */
  readonly shadow?: string;
}

/** A plan with one model for all requests. */
export function planFor(id: string): Plan {
  return { present: id, shares: new Map([[id, 100]]) };
}

/** All models that a plan names. */
export function modelsOf({ shares, shadow }: Plan): readonly string[] {
  return shadow === undefined ? [...shares.keys()] : [...shares.keys(), shadow];
}

/** Models that have not proved themselves: those that share the present model's requests, and the shadow. */
export function candidatesOf(plan: Plan): readonly string[] {
  return modelsOf(plan).filter((id) => id !== plan.present);
}

/**
 * A model gets a share of the requests, and the others keep theirs in proportion; with all of them it is the present one.
 * @param share percent, 1 to 100
 */
export function promoted(plan: Plan, id: string, share: number): Plan {
  if (share === 100) return planFor(id);
  const { shares, ...rest } = without(plan, id);
  const scaled = [...shares].map(([other, part]) => [other, (part * (100 - share)) / 100] as const);
  return { ...rest, shares: new Map([...scaled, [id, share]]) };
}

/** A model that is not the present one leaves the plan; the present one gets its share. */
export function without({ present, shares, shadow }: Plan, id: string): Plan {
  const left = new Map(shares);
  left.delete(id);
  left.set(present, (shares.get(present) ?? 0) + (shares.get(id) ?? 0));
  return { present, shares: left, ...(shadow !== undefined && shadow !== id && { shadow }) };
}

/** @param point in [0, 1): the same for the same client or image, so that it always gets the same model */
export function modelAt({ present, shares }: Plan, point: number): string {
  let end = 0;
  for (const [id, share] of shares) {
    end += share / 100;
    if (point < end) return id;
  }
  return present; // Shares may add up to a little less than 1.
}
