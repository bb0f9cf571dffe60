import { resolve, sep } from "node:path";
import { checkAssetDeclaration, isDeviceName } from "@headwater/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { storagePath } from "./storagePath.ts";

test.each<[title: string, path: readonly string[], expected: readonly string[]]>([
  ["a name", ["raw_customers"], ["raw_customers"]],
  ["segments", ["a", "b-c", "D9"], ["a", "b-c", "D9"]],
  ["the folder above", ["..", "a"], ["%2e%2e", "a"]],
  ["the folder itself", ["."], ["%2e"]],
  ["nothing", [""], ["%"]],
  ["a slash", ["a/b"], ["a%2fb"]],
  ["a backslash", ["a\\b"], ["a%5cb"]],
  ["an absolute path", ["/etc/passwd"], ["%2fetc%2fpasswd"]],
  ["a drive", ["C:\\x"], ["C%3a%5cx"]],
  ["NUL", ["a\0b"], ["a%00b"]],
  ["a percent sign", ["%2e"], ["%252e"]],
  ["an extension", ["value.json"], ["value%2ejson"]],
  ["a trailing dot and blank", ["a. "], ["a%2e%20"]],
  ["other scripts", ["ä"], ["%c3%a4"]],
  ["an emoji", ["🌊"], ["%f0%9f%8c%8a"]],
  ["a device of Windows", ["con"], ["%63on"]],
  ["a device in capitals", ["NUL"], ["%4eUL"]],
  ["a numbered device", ["com1"], ["%63om1"]],
  ["a device with an extension", ["aux.txt"], ["aux%2etxt"]],
  ["no device", ["console"], ["console"]],
  ["__proto__", ["__proto__"], ["__proto__"]],
])("%s", (_, path, expected) => {
  expect(storagePath({ path })).toEqual(expected);
});

test("a long segment fits a file name and stays distinct", () => {
  const [one] = storagePath({ path: ["x".repeat(1000)] });
  const [other] = storagePath({ path: ["x".repeat(1001)] });
  expect(one?.length).toBeLessThanOrEqual(200);
  expect(one).not.toBe(other);
});

const segment = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  // Lone surrogates, and texts made of what the escaping itself uses.
  fc.array(fc.constantFrom("\ud800", "\udfff", "\ufffd", "a", "%", "_")).map((parts) => parts.join("")),
  fc
    .array(fc.constantFrom(".", "/", "\\", "%", "2", "e", "f", "con", "_", "-", ":"), { maxLength: 6 })
    .map((parts) => parts.join("")),
);
const path = fc.array(segment, { minLength: 1, maxLength: 4 });

test("different keys have different paths, all inside the folder", () => {
  const base = resolve("/storage");
  const seen = new Map<string, string>();
  fc.assert(
    fc.property(path, (segments) => {
      const names = storagePath({ path: segments });
      const whole = resolve(base, ...names);
      expect(names).toHaveLength(segments.length);
      expect(whole.startsWith(base + sep)).toBe(true);
      expect(whole.slice(base.length + 1).split(sep)).toEqual(names);
      for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_%-]{1,200}$/);
      const key = JSON.stringify(segments);
      expect(seen.get(whole) ?? key).toBe(key);
      seen.set(whole, key);
    }),
    { numRuns: 5000 },
  );
});

test("what may be declared lies in folders of the very names of its key, which every system takes", () => {
  const base = resolve("/storage");
  const name = fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/),
    fc.constantFrom(
      "con",
      "AUX",
      "nul",
      "lpt1",
      "com1.txt",
      "..",
      ".",
      "/etc",
      "C:",
      "a\0",
      "\ud800",
      "__proto__",
      "constructor",
    ),
    fc.constant("x".repeat(500)),
  );
  let declared = 0;
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (key) => {
      const { spec, findings } = checkAssetDeclaration({
        options: { key },
        parameters: { kind: "none" },
        nameRequired: true,
        resourceKeys: new Set(),
      });
      if (spec === undefined || findings.length > 0) return;
      declared++;
      const names = storagePath(spec.key);
      const whole = resolve(base, ...names);
      expect(whole.startsWith(base + sep)).toBe(true);
      expect(whole.length).toBeLessThanOrEqual(base.length + 1 + 512);
      expect(names.filter((one) => isDeviceName(one) || one.length > 200)).toEqual([]);
      expect(names.filter((one, index) => one !== key[index] && (key[index]?.length ?? 0) <= 200)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
  expect(declared).toBeGreaterThan(100);
});
