import { runRequestSuite } from "./request-suite.ts";

runRequestSuite("node");
