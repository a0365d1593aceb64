/** The table of requests against a process on either runtime: the same verdict on both, and no fault of ours in any. */
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withBundle } from "../ask-process.ts";
import { contractSettings } from "../contract-settings.ts";
import { withProcess, type RuntimeName, type ServiceProcess } from "../start-process.ts";
import { forms } from "./forms.ts";
import { http } from "./http.ts";
import { json } from "./json.ts";
import { rawBodies } from "./raw-bodies.ts";
import { rawRequest, sendRaw, type RawAnswer } from "./raw-request.ts";
import { png, type RequestCase, type Verdict } from "./request-case.ts";

const TABLES: Readonly<Record<string, readonly RequestCase[]>> = { rawBodies, forms, json, http };

const environment = Object.fromEntries(
  Object.entries(contractSettings).map(([name, value]) => [name, String(value)]),
);

export function runRequestSuite(runtime: RuntimeName): void {
  const requests = suite(`requests on ${runtime}`);
  requests("get the verdict that they get everywhere", async () => {
    await withBundle((modelDir) =>
      withProcess(runtime, { modelDir, environment }, async (service) => {
        const own = predictionsOf(await sendRaw(service.port, rawRequest({ body: png })));
        assert.is(own?.length, 1);
        const faults: string[] = [];
        for (const [table, cases] of Object.entries(TABLES)) {
          for (const one of cases) {
            const answer = await sendRaw(service.port, one.request);
            const got = verdictOf(answer, own![0]!, one.wanted);
            if (got !== one.wanted)
              faults.push(`${table}: ${one.name}: ${one.wanted} wanted, ${got} got`);
          }
        }
        assert.equal(faults, []);
        checkLog(service);
      }),
    );
  });
  requests.run();
}

/** As far as the wanted verdict tells it. */
function verdictOf(answer: RawAnswer, own: string, wanted: Verdict): Verdict {
  const { status } = answer;
  if (wanted === "refused")
    return status < 500 && (status === 0 || status >= 400) ? wanted : `${status}`;
  const code = /"code":"(\w+)"/.exec(answer.body)?.[1];
  if (status !== 200) return code === undefined ? `${status}` : `${status} ${code}`;
  if (wanted === "200") return wanted;
  const predictions = predictionsOf(answer) ?? [];
  if (predictions.some((one) => one !== own)) return "200 other predictions";
  return JSON.parse(answer.body).results === undefined ? "image" : predictions.length;
}

/** Of one image or of several, each as text. */
function predictionsOf({ body }: RawAnswer): readonly string[] | undefined {
  if (!body.startsWith("{")) return undefined;
  const { predictions, results } = JSON.parse(body) as {
    readonly predictions?: unknown;
    readonly results?: readonly { readonly predictions?: unknown }[];
  };
  return (results ?? [{ predictions }]).map((one) => JSON.stringify(one.predictions));
}

function checkLog({ log }: ServiceProcess): void {
  const faults = log.filter((line) => /"event":"(fault|worker lost|listener failed)"/.test(line));
  assert.equal(faults, []);
}
