/** Browsers open no libraries. */
export const platform = "a browser";

export function mayOpen() {
  return "a browser opens no libraries";
}

export function readLibrary() {
  throw new Error(mayOpen());
}

export function openLibrary() {
  throw new Error(mayOpen());
}
