import { closest } from "../graph/similarity.ts";
import { type FindingCode, type Severity, severities, severityNames } from "./finding.ts";
import { quote } from "./quote.ts";

/** What a code's findings can be set to: another severity, or `off`, which leaves them out. */
export type SeveritySetting = Severity | "off";

export const severitySettingNames: readonly SeveritySetting[] = [...severityNames, "off"];

/** Settings by code. A code that is not among them keeps its own severity. */
export type SeveritySettings = ReadonlyMap<FindingCode, SeveritySetting>;

/** One entry of the settings, or what is wrong in it: in its code, or in what the code is set to. */
export type ReadSeverity =
  | { readonly code: FindingCode; readonly setting: SeveritySetting }
  | { readonly wrong: "code" | "setting"; readonly message: string };

/** Reads what a code is set to, as users write it in package.json and in the settings of an editor. */
export function readSeverity(code: string, setting: unknown): ReadSeverity {
  if (!isFindingCode(code)) {
    const [guess] = closest(code, Object.keys(severities));
    const mend = guess === undefined ? "remove it." : `did you mean ${quote(guess)}?`;
    return { wrong: "code", message: `There is no finding with the code ${quote(code)}: ${mend}` };
  }
  const found = severitySettingNames.find((name) => name === setting);
  if (found !== undefined) return { code, setting: found };
  return { wrong: "setting", message: `The severity of ${quote(code)} is one of ${severitySettingNames.join(", ")}.` };
}

/** How grave a finding counts; undefined where it is to be left out. */
export function severityWith(settings: SeveritySettings, { code, severity }: FindingSeverity): Severity | undefined {
  const setting = settings.get(code) ?? severity;
  return setting === "off" ? undefined : setting;
}

interface FindingSeverity {
  readonly code: FindingCode;
  readonly severity: Severity;
}

function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(severities, code);
}
