import { runProcessSuites } from "../../test/process-suites.ts";

runProcessSuites("node", "litert-native");
