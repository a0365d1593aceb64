/**
 * Every operator of our networks, under its kind. A new one is a file beside this one and a line here;
 * reading, writing, checking and the type of an operation follow from it.
 */
export { concatenation } from "./concatenation.ts";
export { conv2d } from "./conv2d.ts";
export { fullyConnected } from "./fully-connected.ts";
export { mean } from "./mean.ts";
export { averagePool2d, maxPool2d } from "./pool2d.ts";
export { dequantize, quantize } from "./quantize.ts";
export { reshape } from "./reshape.ts";
export { softmax } from "./softmax.ts";
