import type { KeyId } from "@headwater/model";

/** Says that a check did not pass. */
export function sayFailedCheck(
  asset: KeyId | undefined,
  check: { readonly name: string; readonly blocking?: boolean; readonly description?: string },
): string {
  const which = `${check.blocking ? "blocking check" : "check"} "${check.name}"${asset === undefined ? "" : ` of "${asset}"`}`;
  return `The ${which} did not pass${check.description === undefined ? "." : `: ${check.description}`}`;
}
