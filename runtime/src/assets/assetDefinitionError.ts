import type { Finding, FindingCode } from "@headwater/model";

/** What is wrong with a declaration: everything at once. */
export class AssetDefinitionError extends Error {
  override readonly name = "AssetDefinitionError";
  /** The code of the first finding. */
  readonly code: FindingCode;
  /** All findings, in the order of the options. */
  readonly findings: readonly Finding[];

  /** @param subject what the findings are about, at the beginning of a sentence: `The asset "a"` */
  constructor(subject: string, findings: readonly [Finding, ...Finding[]]) {
    const lines = findings.map((finding) => `${finding.message} [${finding.code}]`);
    super(
      lines.length === 1
        ? `${subject} is not declared right. ${lines[0]}`
        : `${subject} is not declared right, for ${lines.length} reasons:\n${lines.map((line) => `  - ${line}`).join("\n")}`,
    );
    this.code = findings[0].code;
    this.findings = findings;
  }
}
