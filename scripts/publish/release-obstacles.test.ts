import { suite } from "uvu";
import * as assert from "uvu/assert";
import { releaseObstacles, type ReleaseState } from "./release-obstacles.ts";

const READY: ReleaseState = {
  changed: "",
  tag: "release-2026-12-01",
  origin: "git@git.example:us/edge.git",
  pending: [],
  hasIdentity: true,
};

const obstacles = suite("releaseObstacles()");

obstacles("finds none in a tagged commit that a CI has checked out", () => {
  assert.equal(releaseObstacles(READY), []);
});

obstacles("tells all at once", () => {
  const state = { changed: " M a.ts", tag: "", origin: "", pending: ["b.md"], hasIdentity: false };
  assert.is(releaseObstacles(state).length, 5);
});

for (const [change, wanted] of [
  [{ changed: "?? a.ts" }, /^files differ from the commit/],
  [{ pending: ["a.md", "b.md"] }, /^2 changesets wait; run `pnpm changeset version`/],
  [{ tag: "" }, /^the commit has no tag/],
  [{ origin: "" }, /^git has no remote `origin`/],
  [{ hasIdentity: false }, /^provenance is signed with a CI's identity/],
] as const) {
  obstacles(`tells of ${Object.keys(change)[0]}`, () => {
    const [found = "", ...more] = releaseObstacles({ ...READY, ...change });
    assert.match(found, wanted);
    assert.equal(more, []);
  });
}

obstacles.run();
