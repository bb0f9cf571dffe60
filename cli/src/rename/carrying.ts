import { type AssetKey, type Carried, keyId } from "@headwater/model";
import { hasStore } from "headwater/engine";
import { connectToHost, type HostConnection } from "../host/connection.ts";

/** The history of a project while a key is renamed. */
export interface Carrying {
  /** What the key will take along. */
  readonly preview: Carried;
  carry(): Promise<Carried>;
  close(): void;
}

const nothing: Carried = { runs: 0, value: "none" };

/**
 * Looks at what a renamed key takes along. Where nobody hosts the project, this process does until it is closed, so that no run
 * begins in between.
 *
 * @throws CannotRun where the history must not be carried now
 */
export async function openCarrying(projectFolder: string, from: AssetKey, to: AssetKey): Promise<Carrying> {
  if (!hasStore(projectFolder)) return { preview: nothing, carry: async () => nothing, close: () => {} };
  const connection: HostConnection = await connectToHost(projectFolder, "headwater rename");
  const renamed = { from: keyId(from), to: keyId(to) };
  try {
    const preview = await connection.carryHistory({ ...renamed, dryRun: true });
    return { preview, carry: () => connection.carryHistory(renamed), close: () => connection.close() };
  } catch (error) {
    connection.close();
    throw error;
  }
}
