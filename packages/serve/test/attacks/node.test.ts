import { runAttackSuite } from "./attack-suite.ts";

runAttackSuite("node");
