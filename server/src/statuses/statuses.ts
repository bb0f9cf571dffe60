import type { AssetStatus, KeyId } from "@headwater/model";
import { languageServerMessages } from "@headwater/protocol";
import { pathOfUri } from "../workspace/fileUris.ts";

/** What the client said of the assets' runs. */
export interface Statuses {
  /** What an asset is doing or did last; undefined where the client did not say. */
  of(projectRoot: string, key: KeyId): AssetStatus | undefined;
  /** Takes the parameters of `headwater/statuses`; false where they are not what the protocol says. */
  take(params: unknown): boolean;
  /** Whether there is any, so that what is shown of them grows old. */
  isEmpty(): boolean;
}

/** Knows nothing at first. */
export function createStatuses(): Statuses {
  const projects = new Map<string, ReadonlyMap<KeyId, AssetStatus>>();
  return {
    of: (projectRoot, key) => projects.get(projectRoot)?.get(key),
    take(params) {
      const read = languageServerMessages.statuses.params.safeParse(params);
      const root = read.success ? pathOfUri(read.data.uri) : undefined;
      if (!read.success || root === undefined) return false;
      projects.set(root, new Map(read.data.assets.map((status) => [status.key, status])));
      return true;
    },
    isEmpty: () => projects.values().every((assets) => assets.size === 0),
  };
}
