/** HEICs for tests: the fixtures pillow-heif made. */
import { findFixture, readFixtures, type Fixture } from "./fixture.ts";
import fixtures from "./fixtures/heic.json" with { type: "json" };

export const heicFixtures: readonly Fixture[] = readFixtures(fixtures);

export function heicFixture(name: string): Fixture {
  return findFixture(heicFixtures, name);
}
