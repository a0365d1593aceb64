/** `--device`, which every command has that computes with TensorFlow. */
import { flag } from "@inception-edge/host";
import { parseDevice } from "@inception-edge/tensorflow";

export const deviceFlag = flag(
  "cpu|gpu|gpu:N",
  "what computes; N is nvidia-smi's number, or a place in CUDA_VISIBLE_DEVICES (default: gpu:0 if there is one)",
  parseDevice,
);
