import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseDocument } from "./parse-document.ts";

const documents = suite("parseDocument");

const TEXT = `# One \`two\`, three!

See [a](./a.md#x "title") and \`src/a.ts\`, or \`pnpm
check\`. Not a link: \`[b](b.md)\`.

\`\`\`sh
pnpm check   # \`all\`
\`\`\`

\`\`\`ts
import "./a.ts"; // [c](c.md)
\`\`\`

## Twice
## Twice
`;

documents("finds links, spans and commands where they stand", () => {
  const { links, spans, commands } = parseDocument("README.md", TEXT);
  assert.equal(links, [{ text: "./a.md#x", line: 3 }]);
  assert.equal(spans, [
    { text: "two", line: 1 },
    { text: "src/a.ts", line: 3 },
    { text: "pnpm check", line: 3 },
    { text: "[b](b.md)", line: 4 },
  ]);
  assert.equal(commands, [{ text: "pnpm check   # `all`", line: 7 }]);
});

documents("makes anchors as GitHub does", () => {
  const { anchors } = parseDocument("README.md", TEXT);
  assert.equal([...anchors], ["one-two-three", "twice", "twice-1"]);
});

documents.run();
