import { suite } from "uvu";
import * as assert from "uvu/assert";
import { clientShare } from "./client-share.ts";
import { readSettings } from "./settings.ts";

const share = suite("clientShare()");

share("is so much of each budget", () => {
  assert.equal(clientShare(readSettings({})), {
    uploadBytes: 96 * 1024 * 1024,
    pixels: 75_000_000,
    queue: 24,
  });
  assert.equal(clientShare(readSettings({ CLIENT_SHARE: "100" })), {
    uploadBytes: 128 * 1024 * 1024,
    pixels: 100_000_000,
    queue: 32,
  });
});

share("has room for the largest request, however small it is", () => {
  const settings = readSettings({ CLIENT_SHARE: "1" });
  assert.equal(clientShare(settings), {
    uploadBytes: settings.MAX_BODY_BYTES,
    pixels: settings.MAX_BASELINE_PIXELS,
    queue: settings.MAX_IMAGES - 1,
  });
});

share.run();
