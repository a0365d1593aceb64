/** `--device`, a flag of every command that computes with TensorFlow. */
import { flag } from "@inception-edge/host";
import { parseDevice } from "@inception-edge/tensorflow";

export const deviceFlag = flag(
  "cpu|gpu|gpu:N",
  "device to compute on; N is the number in nvidia-smi, or the index in CUDA_VISIBLE_DEVICES if that is set (default: gpu:0 if there is one)",
  parseDevice,
);
