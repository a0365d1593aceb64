import { execFileSync } from "node:child_process";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { shellWord } from "./shell-word.ts";

const test = suite("shellWord()");

test("leaves plain paths as they are", () => {
  for (const path of ["data/tiny-imagenet-200", "~/photos", "/tmp/a_b@2:3,4+5%=.csv"]) {
    assert.is(shellWord(path), path);
  }
});

test("quotes so that a shell reads the same again", () => {
  for (const text of [
    "",
    "my photos",
    "it's",
    'a "b" $HOME `id` \\ !',
    "*.jpg",
    "fotos é",
    "a\nb",
  ]) {
    const read = execFileSync("sh", ["-c", `printf %s ${shellWord(text)}`], { encoding: "utf8" });
    assert.is(read, text);
  }
});

test.run();
