import { fileURLToPath } from "node:url";

/** The path of a data file of the package vega-datasets, in whichever node_modules npm has put it. */
export function dataset(file: string): string {
  return fileURLToPath(new URL(`../data/${file}`, import.meta.resolve("vega-datasets")));
}
