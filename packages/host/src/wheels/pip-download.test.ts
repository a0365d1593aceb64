import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isRecentPip, pipVersion } from "./pip-download.ts";

const pip = suite("pip download");

pip("pipVersion() reads pip's answer", () => {
  const answer = "pip 23.2.1 from /usr/lib/python3/dist-packages/pip (python 3.11)\n";
  assert.is(pipVersion(answer), "23.2.1");
  assert.is(
    pipVersion(`WARNING: pip is being invoked by an old script wrapper\n${answer}`),
    "23.2.1",
  );
});

pip("pipVersion() finds none where pip is missing", () => {
  assert.is(pipVersion("/usr/bin/python3: No module named pip"), undefined);
});

pip("isRecentPip() starts at 20.3", () => {
  assert.not(isRecentPip("9.0.3"));
  assert.not(isRecentPip("20.2.4"));
  assert.ok(isRecentPip("20.3"));
  assert.ok(isRecentPip("26.0.1"));
});

pip.run();
