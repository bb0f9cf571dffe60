import { expect, test } from "vitest";
import { isNewEnough } from "./findNode.ts";

test.each([
  ["v22.13.0", true],
  ["v22.12.9", false],
  ["v20.20.2", false],
  ["v24.0.0", true],
  ["26.10.0", true],
])("%s is new enough: %s", (version, expected) => expect(isNewEnough(version)).toBe(expected));
