/** The formats that are decoded, by the name that people call them. The media type of each is `image/` and its key. */
export const imageFormats = {
  jpeg: "JPEG",
  png: "PNG",
  gif: "GIF",
} as const;

export type ImageFormat = keyof typeof imageFormats;
