/** The dataset's seeded random numbers and drawn images, for tests of packages that do not depend on it. */
export { drawDemoJpegs, seededRandom } from "@inception-edge/dataset";
