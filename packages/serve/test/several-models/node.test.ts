import { runSeveralModels } from "./several-models-suite.ts";

runSeveralModels("node");
