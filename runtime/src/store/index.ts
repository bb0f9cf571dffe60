export { endLostRuns, endUnfinishedRun } from "./recovery.ts";
export type { HistoryRenaming, ValueMove } from "./renaming.ts";
export { openStateFolder, stateFolderName, storageFolder } from "./stateFolder.ts";
export * from "./store.ts";
export { StoreError, type StoreErrorCode, toStoreError } from "./storeError.ts";
