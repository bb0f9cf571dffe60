/**
 * Whole numbers that a list shares, page by page, with its changed copies: a copy costs one reference for each page, and
 * the pages that are written.
 */
export type Pages = readonly Int32Array[];

/** A copy that can be written. Its pages are those of the list it was made from until something is put there. */
export interface PagesDraft {
  readonly pages: Int32Array[];
  readonly own: Set<number>;
}

const bits = 7;
const pageSize = 1 << bits;

/** So many zeros. */
export function newPages(length: number): PagesDraft {
  const pages = Array.from({ length: Math.ceil(length / pageSize) }, () => new Int32Array(pageSize));
  return { pages, own: new Set(pages.keys()) };
}

export function draftOf(pages: Pages): PagesDraft {
  return { pages: [...pages], own: new Set() };
}

/** The number at an index; `undefined` where there is no page for it. */
export function at(pages: Pages, index: number): number | undefined {
  return pages[index >> bits]?.[index & (pageSize - 1)];
}

/** @throws RangeError where there is no page for the index */
export function put({ pages, own }: PagesDraft, index: number, value: number): void {
  const place = index >> bits;
  let page = pages[place];
  if (page === undefined) throw new RangeError(`There is no page for the index ${index}.`);
  if (!own.has(place)) {
    page = page.slice();
    pages[place] = page;
    own.add(place);
  }
  page[index & (pageSize - 1)] = value;
}
