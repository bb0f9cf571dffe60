import { describe, expect, it } from "vitest";
import { normalPath, pathInside, pathOfUri, uriOfPath } from "./fileUris.ts";

describe("URIs and paths", () => {
  const rows: readonly (readonly [uri: string, path: string | undefined, windows: boolean])[] = [
    ["file:///home/a%20b/c.ts", "/home/a b/c.ts", false],
    ["file:///home/%C3%A4.ts", "/home/ä.ts", false],
    ["file:///home/", "/home", false],
    ["file:///", "/", false],
    ["file:///c%3A/Users/a.ts", "c:/Users/a.ts", true],
    ["file:///C:/Users/a.ts", "c:/Users/a.ts", true],
    ["file://server/share/a.ts", "//server/share/a.ts", true],
    ["file:///a%2Fb.ts", undefined, false],
    ["untitled:Untitled-1", undefined, false],
    ["vscode-notebook-cell:/a.ts", undefined, false],
    ["", undefined, false],
    ["file:", "/", false],
  ];
  for (const [uri, path, windows] of rows) {
    it(`${uri || "nothing"} is ${path}`, () => expect(pathOfUri(uri, windows)).toBe(path));
  }
  it("and back", () => {
    expect(uriOfPath("/home/a b/c.ts", false)).toBe("file:///home/a%20b/c.ts");
    expect(pathOfUri(uriOfPath("c:/Users/ä #1.ts", true), true)).toBe("c:/Users/ä #1.ts");
    expect(normalPath("C:\\Users\\a\\")).toBe("c:/Users/a");
  });
  it("inside means below", () => {
    expect(pathInside("/a", "/a/b/c.ts")).toBe("b/c.ts");
    expect(pathInside("/", "/a.ts")).toBe("a.ts");
    expect(pathInside("/a", "/ab/c.ts")).toBeUndefined();
    expect(pathInside("/a", "/a")).toBeUndefined();
  });
});
