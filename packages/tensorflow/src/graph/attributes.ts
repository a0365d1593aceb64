/** Node attributes: TypeScript values as `AttrValue` objects. */
import { dataType, type DataTypeName } from "./data-type.ts";
import type { Attribute, Shape } from "./graph-builder.ts";
import { shapeProto } from "./shape-proto.ts";

const utf8 = new TextEncoder();

export const type = (dtype: DataTypeName): Attribute => ({ type: dataType[dtype] });
export const int = (value: number): Attribute => ({ i: value });
export const float = (value: number): Attribute => ({ f: value });
export const bool = (value: boolean): Attribute => ({ b: value });
export const string = (value: string): Attribute => ({ s: utf8.encode(value) });
export const shape = (value: Shape): Attribute => ({ shape: shapeProto(value) });
export const ints = (values: readonly number[]): Attribute => ({ list: { i: values } });
export const types = (dtypes: readonly DataTypeName[]): Attribute => ({
  list: { type: dtypes.map((dtype) => dataType[dtype]) },
});
