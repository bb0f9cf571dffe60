import fc from "fast-check";
import { expect, test } from "vitest";
import { readSelection } from "./parse.ts";
import { upgradeSelection } from "./upgrade.ts";

test.each<[text: string, upgraded: string]>([
  ["", ""],
  ["  ", ""],
  ["raw", 'key:"*raw*"'],
  [" raw ", 'key:"*raw*" '],
  ["raw,", 'key:"*raw*" or '],
  ["raw , clean", 'key:"*raw*" or key:"*clean*"'],
  ["raw  clean", 'key:"*raw*"   or key:"*clean*"'],
  ["raw and not clean", 'key:"*raw*" and not key:"*clean*"'],
  ["raw-orders.csv", 'key:"*raw-orders.csv*"'],
  ['"a b" key:c', 'key:"*a b*"  or key:c'],
  ["tag:a=b owner:<null>, (kind:c)+2 raw", 'tag:a=b  or owner:<null> or (kind:c)+2  or key:"*raw*"'],
  ["raw +clean+1", 'key:"*raw*"  or +key:"*clean*"+1'],
  ["key:a or key:b", "key:a or key:b"],
])("%j becomes %j", (text, upgraded) => expect(upgradeSelection(text)).toBe(upgraded));

test("words become another attribute if asked for", () => {
  expect(upgradeSelection("raw", "group")).toBe('group:"*raw*"');
});

test("lists of words always become what the grammar takes", () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9._-]{0,8}$/).filter((text) => !readSelection(`key:${text}`).problems.length);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.constantFrom(" ", ", ", ",", " or ", " and "), (words, between) => {
      expect(readSelection(upgradeSelection(words.join(between))).problems).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
