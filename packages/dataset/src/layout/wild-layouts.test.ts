/** Datasets as tools and publishers lay them out: what is read of them, and why others are refused. */
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { inTemporaryFolder } from "@inception-edge/testing/in-temporary-folder";
import { rejectionOf } from "@inception-edge/testing/rejection-of";
import { writeFiles } from "../../test/photo-folder.ts";
import { wildDatasets } from "../../test/wild-datasets.ts";
import { TRAINING_NEEDS } from "../find-shortages.ts";
import { openDataset } from "../open-dataset.ts";
import { prepareDataset } from "../prepare-dataset.ts";

const test = suite("datasets in the wild");

for (const [what, { files, path = "", refusal, ...wanted }] of Object.entries(wildDatasets)) {
  test(what, () =>
    inTemporaryFolder(async (folder) => {
      const root = join(folder, "set");
      await writeFiles(root, files);
      if (refusal !== undefined) {
        const options = {
          cacheDirectory: join(folder, "cache"),
          workers: 1,
          needs: TRAINING_NEEDS,
        };
        const { message } = await rejectionOf(prepareDataset(join(root, path), options));
        assert.ok(message.split("\n  ").includes(refusal), message);
        return;
      }
      const { classes, train, val, notices, leftOut } = await openDataset(join(root, path));
      const { leftOut: unused = [], notices: told = [], tables = [], ...read } = wanted;
      assert.equal(
        {
          classes: classes.map(({ id, label }) => (id === label ? id : `${id}=${label}`)),
          counts: [train.length, val.length],
        },
        read,
      );
      assert.equal(
        leftOut.map((defect) => `${defect.path} ${defect.message}`),
        unused,
      );
      assert.equal(
        notices.filter((notice) => !notice.includes("fewer than 10 images")),
        [
          ...(tables.length > 0
            ? [`images and labels are those of ${tables.map((name) => `"${name}"`).join(" and ")}`]
            : []),
          ...told,
        ],
      );
    }),
  );
}

test.run();
