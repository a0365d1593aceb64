/** What a GPU's kernels do, by their names in TensorFlow, cuDNN and cuBLAS: the first pattern that matches tells. */
const KERNEL_KINDS = [
  { kind: "copies and fills", names: /^mem(cpy|set)$/ },
  { kind: "pooling", names: /pooling|MaxPool|SetZero/ },
  { kind: "batch norm", names: /batchnorm|bn_(fw|bw)/ },
  {
    kind: "convolutions and products",
    names:
      /fprop|dgrad|wgrad|cutlass|xmma|AddPadding|nvjet|gemm|splitK|cublas|ShuffleInTensor3|cudnn|SwapDim/i,
  },
  { kind: "bias gradients", names: /BiasGrad/ },
  { kind: "reductions", names: /Reduc|reduce|Segment/ },
  { kind: "elementwise, bf16", names: /bfloat16/ },
  { kind: "elementwise, f16", names: /half/ },
  { kind: "elementwise, other", names: /^/ },
] as const;

/** The name of one of {@link KERNEL_KINDS}. */
export type KernelKind = (typeof KERNEL_KINDS)[number]["kind"];

export function kernelKind(name: string): KernelKind {
  return KERNEL_KINDS.find(({ names }) => names.test(name))!.kind;
}
