export { endLostRuns } from "./recovery.ts";
export { openStateFolder, stateFolderName } from "./stateFolder.ts";
export * from "./store.ts";
export { StoreError, type StoreErrorCode } from "./storeError.ts";
