/** Tensors of the C API, from and to the values of a signature. */
import { dataType } from "../graph/data-type.ts";
import type { FeedValue, Output } from "../session/saved-model-runner.ts";
import type { Address, CLibrary } from "./c-library.ts";

/** `sizeof(TF_TString)` on 64-bit machines. */
const STRING_BYTES = 24;

/** An input as a `TF_Tensor *`, which `deleteTensor` frees. */
export function makeTensor(library: CLibrary, feed: FeedValue): Address {
  const shape = feed.dtype === "string" ? [] : feed.shape;
  const bytes = feed.dtype === "string" ? STRING_BYTES : feed.values.byteLength;
  const dimensions = BigInt64Array.from(shape, BigInt);
  const tensor = library.call(
    "TF_AllocateTensor",
    dataType[feed.dtype],
    dimensions,
    shape.length,
    bytes,
  ) as Address;
  const data = library.call("TF_TensorData", tensor) as Address;
  if (feed.dtype === "string") {
    const text = new TextEncoder().encode(feed.value);
    library.call("TF_StringInit", data);
    library.call("TF_StringCopy", data, text, text.length);
  } else {
    library.copy(data, feed.values, bytes);
  }
  return tensor;
}

/** Frees a tensor and what its string holds. */
export function deleteTensor(library: CLibrary, tensor: Address): void {
  if (library.call("TF_TensorType", tensor) === dataType.string) {
    library.call("TF_StringDealloc", library.call("TF_TensorData", tensor));
  }
  library.call("TF_DeleteTensor", tensor);
}

/** The shape and values of a float32 or int32 tensor. */
export function readTensor(library: CLibrary, tensor: Address): Output {
  const dimensions = library.call("TF_NumDims", tensor) as number;
  const shape = Array.from({ length: dimensions }, (_, axis) =>
    Number(library.call("TF_Dim", tensor, axis)),
  );
  const bytes = Number(library.call("TF_TensorByteSize", tensor));
  const isFloat = library.call("TF_TensorType", tensor) === dataType.float32;
  const values = isFloat ? new Float32Array(bytes / 4) : new Int32Array(bytes / 4);
  if (bytes > 0) library.copy(values, library.call("TF_TensorData", tensor) as Address, bytes);
  return { shape, values };
}
