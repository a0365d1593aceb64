import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Problem } from "../problem.ts";
import { UploadBudget } from "./upload-budget.ts";

const budget = suite("UploadBudget");

budget("no client holds more than its share, and all together no more than the whole", () => {
  const uploads = new UploadBudget({ maxBytes: 100, maxClientBytes: 60 });
  const [first, second] = [uploads.account("ann"), uploads.account("ann")];
  const other = uploads.account("bob");
  first.take(30);
  second.take(30);
  assert.throws(() => second.take(1), refusal("upload_budget", "from your address"));
  assert.is(uploads.bytes, 30); // What is refused is dropped.
  second.take(30);
  other.take(40);
  assert.throws(() => other.take(1), refusal("upload_budget", "from all clients"));
  assert.is(uploads.bytes, 60);
  first.release();
  first.release(); // Nothing is given back twice.
  assert.is(uploads.bytes, 30);
  second.release();
  other.release();
  assert.is(uploads.bytes, 0);
});

budget("takes no other body once it is closed", () => {
  const uploads = new UploadBudget({ maxBytes: 100, maxClientBytes: 100 });
  const open = uploads.account("ann");
  uploads.close();
  open.take(50); // What is under way may arrive.
  assert.throws(() => uploads.account("ann"), refusal("not_ready", "is stopping"));
});

function refusal(code: string, words: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof Problem && error.code === code && error.message.includes(words);
}

budget.run();
