import { describe, expect, it } from "vitest";
import { cacheFolderOf, indexNameOf } from "./indexPath.ts";

describe("the folder of indices", () => {
  it.each([
    ["linux", {}, "/home/ada", "/home/ada/.cache/headwater"],
    ["linux", { XDG_CACHE_HOME: "/fast" }, "/home/ada", "/fast/headwater"],
    ["linux", { XDG_CACHE_HOME: "not/absolute" }, "/home/ada", "/home/ada/.cache/headwater"],
    ["linux", { HEADWATER_CACHE: "/ci/cache", XDG_CACHE_HOME: "/fast" }, "/home/ada", "/ci/cache"],
    ["darwin", { XDG_CACHE_HOME: "/fast" }, "/Users/ada", "/Users/ada/Library/Caches/headwater"],
    [
      "win32",
      { LOCALAPPDATA: "C:\\Users\\ada\\AppData\\Local" },
      "C:\\Users\\ada",
      "C:\\Users\\ada\\AppData\\Local\\headwater\\Cache",
    ],
    ["win32", {}, "C:\\Users\\ada", "C:\\Users\\ada\\AppData\\Local\\headwater\\Cache"],
  ] as const)("on %s with %j", (platform, env, home, expected) => {
    expect(cacheFolderOf({ platform, env, home })).toBe(expected);
  });

  it("has a name for each project that tells nothing of it", () => {
    expect(indexNameOf("/home/ada/shop")).toMatch(/^[0-9a-f]{32}\.index$/);
    expect(indexNameOf("/home/ada/shop")).not.toBe(indexNameOf("/home/ada/shop2"));
  });
});
