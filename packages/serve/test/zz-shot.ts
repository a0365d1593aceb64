import { openBrowser } from "./browser.ts";
const [, , url, out, width = "1100", height = "800", wait = "1500"] = process.argv;
const browser = await openBrowser();
if (typeof browser === "string") throw new Error(browser);
const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) }, deviceScaleFactor: 1 });
await page.goto(url!); 
const file = process.argv[7];
if (file) { await page.setInputFiles('input[type=file]', file); }
await page.waitForTimeout(Number(wait));
await page.screenshot({ path: out! });
await browser.close();
