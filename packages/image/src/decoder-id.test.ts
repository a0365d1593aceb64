import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PINNED_CODECS } from "./codecs/pinned-codecs.ts";
import { DECODER_ID } from "./decoder-id.ts";
import { imageFormats } from "./header/image-header.ts";

const decoderId = suite("DECODER_ID");

decoderId(
  "names the decoder of every format and nothing else: packs and bundles are bound to it",
  () => {
    const [wrapper, ...codecs] = DECODER_ID.split(" ");
    assert.match(wrapper!, /^@inception-edge\/image\/\d+$/);
    assert.equal(
      codecs.map((codec) => codec.split(":")[0]).toSorted(),
      [...imageFormats].toSorted(),
    );
    for (const { sha256 } of Object.values(PINNED_CODECS)) assert.match(DECODER_ID, sha256);
  },
);

decoderId.run();
