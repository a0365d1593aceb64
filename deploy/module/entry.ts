/** The service as a fetch handler with its model: what `build:module` makes one file of. */
import { bundle, engine, page } from "embedded:files";
import { createHandler, settingNames, type Handler } from "@inception-edge/serve";

const handler: Handler = await createHandler({
  bundle,
  page,
  engine,
  environment: Object.fromEntries(settingNames.map((name) => [name, variable(name)])),
});

export default handler;

/** A host that gives no right to variables has set none. */
function variable(name: string): string | undefined {
  try {
    return process.env[name];
  } catch {
    return undefined;
  }
}
