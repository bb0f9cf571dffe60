export * from "./commandOutput.ts";
export * from "./host.ts";
export * from "./runEvents.ts";
export * from "./version.ts";
export * from "./worker.ts";
