import { type FindingCode, readSeverity, type SeveritySetting, type SeveritySettings } from "@headwater/model";
import { changedSettings, type InitializationOptions } from "@headwater/protocol";

/** How grave the options want findings to count, and what cannot be read of that. */
export function readSeverities({ diagnostics }: InitializationOptions): {
  readonly settings: SeveritySettings;
  readonly problems: readonly string[];
} {
  const settings = new Map<FindingCode, SeveritySetting>();
  const problems: string[] = [];
  for (const [code, given] of Object.entries(diagnostics?.severity ?? {})) {
    const read = readSeverity(code, given);
    if ("code" in read) settings.set(read.code, read.setting);
    else problems.push(`headwater.diagnostics.severity: ${read.message}`);
  }
  return { settings, problems };
}

/** What a client changes of its options with its settings; undefined where it says nothing of ours. */
export function changedOptions(settings: unknown): Partial<InitializationOptions> | undefined {
  const said = changedSettings.safeParse(settings);
  return said.success ? said.data.headwater : undefined;
}
