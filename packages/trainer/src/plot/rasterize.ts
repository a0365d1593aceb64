/** Converts SVG to PNG, in light colors and at twice the size. The fonts are included, so no system font is needed. */
import { fileURLToPath } from "node:url";
import { renderAsync } from "@resvg/resvg-js";

const FONTS = ["400Regular/Inter_400Regular.ttf", "600SemiBold/Inter_600SemiBold.ttf"];

/** @returns the PNG file */
export async function rasterize(svg: string): Promise<Uint8Array> {
  const image = await renderAsync(svg, {
    fitTo: { mode: "zoom", value: 2 },
    font: {
      loadSystemFonts: false,
      fontFiles: FONTS.map((file) =>
        fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}`)),
      ),
      defaultFontFamily: "Inter",
    },
  });
  return image.asPng();
}
