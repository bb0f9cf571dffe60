import { expect, it } from "vitest";
import { readSeverity, severityWith } from "./severitySetting.ts";

const rows: readonly (readonly [code: string, setting: unknown, read: object])[] = [
  ["cycle", "hint", { code: "cycle", setting: "hint" }],
  ["cycle", "off", { code: "cycle", setting: "off" }],
  ["cycle", "info", { wrong: "setting", message: expect.stringContaining("error, warning, information, hint, off") }],
  ["cycle", 2, { wrong: "setting", message: expect.stringContaining('"cycle"') }],
  ["cycles", "off", { wrong: "code", message: 'There is no finding with the code "cycles": did you mean "cycle"?' }],
  ["nothing-like-it", "off", { wrong: "code", message: expect.stringContaining("remove it") }],
  ["toString", "off", { wrong: "code", message: expect.stringContaining('"toString"') }],
];
for (const [code, setting, read] of rows) {
  it(`${code}: ${JSON.stringify(setting)}`, () => expect(readSeverity(code, setting)).toEqual(read));
}

it("a setting takes the place of a finding's own severity", () => {
  const settings = new Map([["cycle", "hint"] as const, ["invalid-kind", "off"] as const]);
  expect(severityWith(settings, { code: "cycle", severity: "error" })).toBe("hint");
  expect(severityWith(settings, { code: "invalid-kind", severity: "error" })).toBeUndefined();
  expect(severityWith(settings, { code: "invalid-tag", severity: "error" })).toBe("error");
});
