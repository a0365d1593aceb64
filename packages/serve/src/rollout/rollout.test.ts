import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Problem } from "../problem.ts";
import { readSettings } from "../settings.ts";
import { Rollout, type RolloutChange } from "./rollout.ts";

const rollout = suite("Rollout");

interface TestRollout {
  readonly made: Rollout;
  readonly changes: RolloutChange[];
}

function rolloutOf(environment: Record<string, string>): TestRollout {
  const changes: RolloutChange[] = [];
  const settings = readSettings({ ROLLBACK_IMAGES: "20", ...environment });
  return { made: new Rollout(settings, (change) => changes.push(change)), changes };
}

function sharesOf({ plan }: Rollout): Record<string, number> {
  return Object.fromEntries(plan?.shares ?? []);
}

function conflict(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof Problem && error.code === "model_conflict", String(error));
    return (error as Problem).message;
  }
  throw new Error("Expected a conflict, got none");
}

rollout("gives all requests to the first model where MODELS is empty", () => {
  const { made } = rolloutOf({});
  assert.is(made.plan, undefined);
  made.loaded(["a", "b"], new Map());
  made.loaded(["0", "a", "b"], new Map()); // A bundle that comes later takes nobody's place.
  assert.equal(sharesOf(made), { a: 100 });
});

rollout("promotes step by step, and rolls back to the model before", () => {
  const { made, changes } = rolloutOf({ MODELS: "a:90,b:10" });
  made.promote("b", 50);
  assert.equal(sharesOf(made), { a: 50, b: 50 });
  made.promote("b");
  assert.equal(sharesOf(made), { b: 100 });
  assert.match(
    conflict(() => made.promote("b")),
    "it is the present model",
  );
  assert.equal(made.wanted, ["b", "a"]); // a stays loaded.
  made.rollBack("b");
  assert.equal(sharesOf(made), { a: 100 });
  assert.match(
    conflict(() => made.rollBack("a")),
    "no other model was present before it",
  );
  assert.match(
    conflict(() => made.rollBack("b")),
    "it has no requests",
  );
  assert.equal(
    changes.map(({ change, model, reason }) => [change, model, reason]),
    [
      ["promoted", "b", "asked"],
      ["promoted", "b", "asked"],
      ["rolled_back", "b", "asked"],
    ],
  );
});

rollout("knows the only candidate, and asks where there are more", () => {
  assert.is(rolloutOf({ MODELS: "a,b:shadow" }).made.onlyCandidate(), "b");
  assert.match(
    conflict(() => rolloutOf({ MODELS: "a" }).made.onlyCandidate()),
    "there is none",
  );
  const { made } = rolloutOf({ MODELS: "a:50,b:50,c:shadow" });
  assert.match(
    conflict(() => made.onlyCandidate()),
    "there are b, c",
  );
});

rollout("rolls back a candidate when more of its latest images fail than may", () => {
  const { made, changes } = rolloutOf({ MODELS: "a:90,b:10", ROLLBACK_ERRORS: "10" });
  const answer = (id: string, faults: number, good: number): void => {
    for (let image = 0; image < faults; image += 1) made.answered(id, true);
    for (let image = 0; image < good; image += 1) made.answered(id, false);
  };
  answer("a", 30, 0); // The present model has nobody to make room for.
  answer("b", 2, 20); // A tenth may fail; those two are forgotten now.
  answer("b", 2, 0);
  assert.equal(changes, []);
  answer("b", 1, 0); // The third of the latest 20: what follows cannot make it good.
  assert.equal(sharesOf(made), { a: 100 });
  const [change] = changes;
  assert.equal([change?.model, change?.reason], ["b", "errors"]);
  assert.match(change!.why, "of its latest 20 images, more than 10 % failed");
});

rollout("rolls back a shadow that agrees too little, where agreement is asked for", () => {
  const { made, changes } = rolloutOf({ MODELS: "a,b:shadow", ROLLBACK_AGREEMENT: "80" });
  for (let image = 0; image < 40; image += 1) made.compared("b", image % 5 !== 0);
  assert.equal(changes, []); // 80 % agree
  made.compared("b", false);
  made.compared("b", false);
  assert.is(made.plan?.shadow, undefined);
  assert.is(changes[0]?.reason, "agreement");
  const lenient = rolloutOf({ MODELS: "a,b:shadow" });
  for (let image = 0; image < 40; image += 1) lenient.made.compared("b", false);
  assert.is(lenient.made.plan?.shadow, "b");
});

rollout("judges a promoted model for a while, and no longer", () => {
  for (const [good, present] of [
    [100, "a"],
    [200, "b"],
  ] as const) {
    const { made } = rolloutOf({ MODELS: "a:50,b:50" });
    made.promote("b");
    for (let image = 0; image < good; image += 1) made.answered("b", false);
    for (let image = 0; image < 20; image += 1) made.answered("b", true);
    assert.is(made.plan?.present, present);
  }
});

rollout("takes candidates out that never pass their self-test, and never the present model", () => {
  const { made, changes } = rolloutOf({ MODELS: "a:50,b:50" });
  made.loaded(["a"], new Map([["b", "it answers differently"]]));
  assert.equal(sharesOf(made), { a: 100 });
  assert.equal([changes[0]?.reason, changes[0]?.why], ["self-test", "it answers differently"]);
  made.loaded(["b"], new Map([["a", "it answers differently"]]));
  assert.equal(sharesOf(made), { a: 100 });
});

rollout("compares candidates with the present model only where it judges by that", () => {
  const judging = rolloutOf({ MODELS: "a:90,b:10,c:shadow", ROLLBACK_AGREEMENT: "90" }).made;
  assert.equal(
    ["a", "b", "c", "d"].map((id) => judging.comparedWith(id)),
    ["c", "a", undefined, undefined],
  );
  const plain = rolloutOf({ MODELS: "a:90,b:10" }).made;
  assert.equal(
    ["a", "b"].map((id) => plain.comparedWith(id)),
    [undefined, undefined],
  );
});

rollout.run();
