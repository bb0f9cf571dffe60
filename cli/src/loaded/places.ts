import type { DeclaredPlaces, SourceRange } from "@headwater/analysis";
import type { DeclarationPath } from "@headwater/model";

interface Place {
  readonly file: string;
  readonly range: SourceRange;
}

/** Where a finding about a declaration belongs: at the innermost part of its path that has a place, else at the name. */
export function placeOfFinding({ file, places, nameRange }: DeclaredPlaces, path: DeclarationPath): Place {
  for (let length = path.length; length > 0; length--) {
    const place = places.find((each) => each.path.length === length && each.path.every((part, index) => part === path[index]));
    if (place !== undefined) return { file, range: place.range };
  }
  return { file, range: nameRange };
}

/** The start of a file, for what has no place in it that is known. */
export function atStartOf(file: string): Place {
  const start = { line: 0, character: 0 };
  return { file, range: { start, end: start, startOffset: 0, endOffset: 0 } };
}
