import { metadataOf } from "./metadata.ts";
import { text } from "./optionValues.ts";

/** The I/O manager of an asset that names none. */
export const defaultIoManagerKey = "ioManager";

/** Where the metadata of an AssetSpec keeps the name of its I/O manager (spec 3). */
export const ioManagerMetadata = "dagster/io_manager_key";

/** The I/O manager that options name, by `ioManagerKey` or in their metadata. */
export function namedIoManager(options: Readonly<Record<string, unknown>>): string | undefined {
  const named = metadataOf(options.metadata)[ioManagerMetadata];
  return text(options.ioManagerKey) ?? (named?.type === "text" ? named.value : undefined);
}
