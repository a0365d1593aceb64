/**
 * The finished parts of a shard, from which it goes on after an interruption. A part is published whole and never written
 * again; its name tells which of the shard's images it answers, `part-000001024-000002048.ndjson`.
 */
import type { Answer } from "../answer/answer.ts";
import { readNdjson } from "../answer/ndjson.ts";
import { OutputError } from "../output/output-error.ts";
import { readJsonFile, writeJsonFile, type Store } from "../output/store.ts";
import { planDifference, type Plan } from "./plan.ts";
import { shardName } from "./shard.ts";

const PLAN_FILE = "plan.json";

export class Parts {
  readonly #store: Store;
  readonly #folder: string;
  readonly #plan: Plan;
  /** Their names, without a gap from the first image on. */
  #files: string[] = [];
  #answered = 0;

  constructor(store: Store, plan: Plan) {
    this.#store = store;
    this.#folder = `${shardName(plan.shard)}.parts`;
    this.#plan = plan;
  }

  /** Images that the finished parts answer. */
  get answered(): number {
    return this.#answered;
  }

  /**
   * Finds the parts of an earlier try.
   * @throws {OutputError} if they are of another plan
   */
  async open(): Promise<void> {
    const planFile = `${this.#folder}/${PLAN_FILE}`;
    const found = (await readJsonFile(this.#store, planFile)) as Plan | undefined;
    if (found === undefined) {
      await writeJsonFile(this.#store, planFile, this.#plan);
      return;
    }
    const difference = planDifference(found, this.#plan);
    if (difference !== undefined) {
      throw new OutputError(
        `Cannot go on with "${this.#store.name}/${this.#folder}": ${difference}; start as before, choose another --out, or remove that folder to answer the shard anew`,
      );
    }
    const names = await this.#store.list(this.#folder);
    for (const { name, start, end } of names.flatMap(parsePart).toSorted(byStart)) {
      if (start !== this.#answered) continue; // of a try that somebody tidied up
      this.#files.push(name);
      this.#answered = end;
    }
  }

  /** @param lines NDJSON of `images` answers, each line with its end */
  async add(lines: string, images: number): Promise<void> {
    const [start, end] = [this.#answered, this.#answered + images];
    const name = `part-${digits(start)}-${digits(end)}.ndjson`;
    await this.#store.write(`${this.#folder}/${name}`, [Buffer.from(lines)]);
    this.#files.push(name);
    this.#answered = end;
  }

  /**
   * All answers, in order.
   * @throws {OutputError} if a part does not hold what its name says
   */
  async *answers(): AsyncGenerator<Answer> {
    let last = -1;
    for (const name of this.#files) {
      const file = `${this.#folder}/${name}`;
      const [{ start, end }] = parsePart(name) as [Part];
      let images = 0;
      for await (const answer of readNdjson(this.#store, file)) {
        if (answer.index <= last) throw damaged(file);
        last = answer.index;
        images += 1;
        yield answer;
      }
      if (images !== end - start) throw damaged(file);
    }
  }

  async remove(): Promise<void> {
    await this.#store.remove(this.#folder);
  }
}

interface Part {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function parsePart(name: string): Part[] {
  const [, start, end] = /^part-(\d+)-(\d+)\.ndjson$/.exec(name) ?? [];
  return start === undefined ? [] : [{ name, start: Number(start), end: Number(end) }];
}

function byStart(a: Part, b: Part): number {
  return a.start - b.start;
}

function digits(value: number): string {
  return String(value).padStart(9, "0");
}

function damaged(file: string): OutputError {
  return new OutputError(
    `Cannot use "${file}": it does not hold the answers that its name says; remove it and start again`,
  );
}
