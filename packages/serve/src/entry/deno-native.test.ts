import { runProcessSuites } from "../../test/process-suites.ts";

runProcessSuites("deno", "litert-native");
