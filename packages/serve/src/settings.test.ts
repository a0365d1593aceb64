import { readFile } from "node:fs/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DEFAULT_LIMITS } from "@inception-edge/image";
import { imageLimits } from "./create-service.ts";
import { describeSettings, readSettings, SettingsError } from "./settings.ts";

const settings = suite("readSettings()");

function findFaults(environment: Record<string, string>): string {
  try {
    readSettings(environment);
  } catch (error) {
    assert.instance(error, SettingsError);
    return (error as SettingsError).message;
  }
  throw new Error("Expected a fault, got none");
}

settings("takes the defaults where nothing or nothing but an empty text is set", () => {
  assert.equal(readSettings({ PORT: "" }), readSettings({}));
  const { PORT, MAX_IMAGE_BYTES, API_KEYS } = readSettings({});
  assert.equal([PORT, MAX_IMAGE_BYTES, API_KEYS], [8000, 25_165_824, []]);
});

settings("bound an image by default as the decoder does", () => {
  assert.equal(imageLimits(readSettings({})), DEFAULT_LIMITS);
});

settings("reads what is set", () => {
  const { PORT, ENGINE, API_KEYS } = readSettings({
    PORT: "0",
    ENGINE: "litert",
    API_KEYS: "ann:secret-one, bob:secret-two",
    HOME: "/nowhere",
  });
  assert.equal([PORT, ENGINE], [0, "litert"]);
  assert.equal(API_KEYS, [
    { name: "ann", key: "secret-one" },
    { name: "bob", key: "secret-two" },
  ]);
});

settings("tells all faults at once, in the table's order, and no key", () => {
  const faults = findFaults({
    ENGINE: "pytorch",
    PORT: "65536",
    WORKERS: "1.5",
    API_KEYS: "ann:short",
  });
  assert.equal(faults.split("\n"), [
    "Cannot start:",
    '  PORT must be a whole number from 0 to 65535, got "65536"',
    '  ENGINE must be one of auto, litert-native, litert, tfjs-tflite, got "pytorch"',
    '  WORKERS must be a whole number from 0 to 64, got "1.5"',
    "  API_KEYS must be name:key pairs, with keys of at least 8 characters, separated by commas, got something else",
  ]);
});

settings("refuses limits under which an allowed request could never be served", () => {
  assert.match(
    findFaults({ MAX_IMAGES: "8", MAX_QUEUE: "2" }),
    "MAX_IMAGES must be at most MAX_QUEUE + 1 (3)",
  );
  assert.match(
    findFaults({ MAX_QUEUED_PIXELS: "1000" }),
    "must be at least 51000000, the pixels of the largest image",
  );
  assert.match(
    findFaults({ MAX_UPLOAD_BYTES: "999" }),
    "must be at least 34603008, the bytes of the largest body",
  );
});

settings("read origins as browsers send them, and refuse what could never match one", () => {
  const { CORS_ORIGINS } = readSettings({
    CORS_ORIGINS: "https://a.example/, http://B.example:80",
  });
  assert.equal(CORS_ORIGINS, ["https://a.example", "http://b.example"]);
  assert.equal(readSettings({ CORS_ORIGINS: "*" }).CORS_ORIGINS, ["*"]);
  for (const text of ["a.example", "https://a.example/path", "https://*.a.example", "ftp//", ","]) {
    assert.match(
      findFaults({ CORS_ORIGINS: text }),
      "CORS_ORIGINS must be origins such as https://",
    );
  }
});

settings("stand in the README as they are", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  assert.ok(
    squeeze(readme).includes(squeeze(describeSettings())),
    `README should have:\n${describeSettings()}`,
  );
});

/** Without what a formatter does to a table. */
function squeeze(text: string): string {
  return text.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---");
}

settings.run();
