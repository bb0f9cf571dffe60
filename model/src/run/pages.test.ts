import fc from "fast-check";
import { expect, test } from "vitest";
import { at, draftOf, newPages, put } from "./pages.ts";

const read = (pages: readonly Int32Array[], length: number) => Array.from({ length }, (_, index) => at(pages, index));

test("a copy holds what was put there, and what it was made from stays as it was", () => {
  const length = 400;
  const writes = fc.array(fc.tuple(fc.nat(length - 1), fc.integer({ min: -5, max: 2 ** 31 - 1 })), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(writes, { maxLength: 6 }), (rounds) => {
      let { pages } = newPages(length);
      let expected = new Array<number>(length).fill(0);
      for (const round of rounds) {
        const before = pages;
        const copy = draftOf(before);
        const changed = [...expected];
        for (const [index, value] of round) {
          put(copy, index, value);
          changed[index] = value;
        }
        expect(read(before, length)).toEqual(expected);
        expect(read(copy.pages, length)).toEqual(changed);
        pages = copy.pages;
        expected = changed;
      }
    }),
    { numRuns: 100 },
  );
});

test("a copy shares the pages that were not written", () => {
  const { pages } = newPages(1_000);
  const copy = draftOf(pages);
  put(copy, 999, 1);
  expect(copy.pages.filter((page, index) => page !== pages[index])).toHaveLength(1);
});

test.each([-1, 1_024])("there is nothing at the index %s of 1,000", (index) => {
  const draft = newPages(1_000);
  expect(at(draft.pages, index)).toBeUndefined();
  expect(() => put(draft, index, 1)).toThrow(RangeError);
});
