import type { AssetNode } from "@headwater/model";
import { coerceMetadata } from "../metadata/coerceMetadata.ts";
import { defaultIoManagerKey } from "./checkResources.ts";
import type { Step } from "./step.ts";

/**
 * Stores the value of an asset through its I/O manager (spec 4.8).
 *
 * @throws what the I/O manager throws
 */
export async function storeValue(step: Step, node: AssetNode, value: unknown): Promise<void> {
  const ioManagerKey = node.spec?.ioManagerKey ?? defaultIoManagerKey;
  // A list, since an entry may be named `__proto__`.
  const metadata: [string, unknown][] = [];
  const { runId, log } = step.context;
  await step.ioManager(ioManagerKey).handleOutput(
    {
      assetKey: node.key,
      runId,
      log,
      addOutputMetadata: (added) => {
        coerceMetadata(added);
        metadata.push(...Object.entries(added));
      },
    },
    value,
  );
  step.record({
    type: "HANDLED_OUTPUT",
    step: step.request.key,
    asset: node.id,
    ioManagerKey,
    metadata: coerceMetadata(Object.fromEntries(metadata)),
  });
}
