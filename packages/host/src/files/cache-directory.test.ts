import { homedir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cacheDirectory } from "./cache-directory.ts";

const cache = suite("cache-directory");

cache("cacheDirectory() prefers INCEPTION_EDGE_CACHE, then XDG_CACHE_HOME", () => {
  const environment = { INCEPTION_EDGE_CACHE: "/a", XDG_CACHE_HOME: "/b" };
  assert.is(cacheDirectory(environment), "/a");
  assert.is(cacheDirectory({ ...environment, INCEPTION_EDGE_CACHE: "" }), "/b/inception-edge");
});

cache("cacheDirectory() is below the home folder otherwise", () => {
  assert.ok(cacheDirectory({}).startsWith(join(homedir(), "")));
  assert.ok(cacheDirectory({}).endsWith("inception-edge"));
});

cache("cacheDirectory() names the variable to set if there is no home folder", () => {
  const { HOME } = process.env;
  process.env["HOME"] = "";
  try {
    assert.throws(() => cacheDirectory({}), /no home folder; set INCEPTION_EDGE_CACHE/);
  } finally {
    process.env["HOME"] = HOME;
  }
});

cache.run();
