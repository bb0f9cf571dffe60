import type { DeclarationPath } from "@headwater/model";
import { type SourceRange, type Span, toSourceRange } from "../facts/span.ts";
import type { DeclaredPlaces } from "../projectAnalysis.ts";

// The places of 30,000 assets as objects would take more memory than all else that is kept of them. So they are kept as
// numbers, and are objects only while somebody looks at them.

/** The lines of a file that declares something. */
export interface PackedFile {
  readonly file: string;
  readonly lineStarts: Int32Array;
}

/** What a call says of places, as spans. */
export interface CallPlaces {
  readonly callSpan: Span;
  readonly calleeSpan: Span;
  readonly exportedName?: string | undefined;
  readonly bindingName?: string | undefined;
  readonly places: readonly { readonly path: DeclarationPath; readonly span: Span }[];
}

/** The places of a call, which all that it declares share. */
export interface PackedCall {
  readonly in: PackedFile;
  readonly exportedName?: string | undefined;
  readonly bindingName?: string | undefined;
  readonly paths: readonly DeclarationPath[];
  /** Two for each span: the call, what is called, and one for each path. */
  readonly offsets: Int32Array;
}

/** Places of one thing that is declared, as plain data. */
export interface Packed {
  readonly call: PackedCall;
  readonly own: Span;
  readonly name: Span;
}

const knownPaths = new Map<string, DeclarationPath>();

/** Paths are few, and the same for many calls. */
function shared(path: DeclarationPath): DeclarationPath {
  const text = JSON.stringify(path);
  const known = knownPaths.get(text);
  if (known !== undefined) return known;
  // What users write stands in paths too, so this must not grow without end.
  if (knownPaths.size < 10_000) knownPaths.set(text, path);
  return path;
}

export function packCall(file: PackedFile, { callSpan, calleeSpan, exportedName, bindingName, places }: CallPlaces): PackedCall {
  const spans = [callSpan, calleeSpan, ...places.map(({ span }) => span)];
  return {
    in: file,
    exportedName,
    bindingName,
    paths: places.map(({ path }) => shared(path)),
    offsets: Int32Array.from(spans.flatMap(({ start, end }) => [start, end])),
  };
}

/** Lists of places that somebody has looked at: as long as one is in use, all get the same. */
const unpacked = new WeakMap<PackedCall, WeakRef<DeclaredPlaces["places"]>>();

/** Something that is declared, with its places made from numbers when they are asked for. */
export class PackedPlaces implements DeclaredPlaces {
  readonly #call: PackedCall;
  readonly #start: number;
  readonly #end: number;
  readonly #nameStart: number;
  readonly #nameEnd: number;

  constructor(call: PackedCall, own: Span, name: Span) {
    this.#call = call;
    this.#start = own.start;
    this.#end = own.end;
    this.#nameStart = name.start;
    this.#nameEnd = name.end;
  }

  /** As plain data, which {@link PackedPlaces} can be made of again. */
  packed(): Packed {
    const [call, start, end, nameStart, nameEnd] = [this.#call, this.#start, this.#end, this.#nameStart, this.#nameEnd];
    return { call, own: { start, end }, name: { start: nameStart, end: nameEnd } };
  }

  get file(): string {
    return this.#call.in.file;
  }
  get range(): SourceRange {
    return rangeIn(this.#call, this.#start, this.#end);
  }
  get nameRange(): SourceRange {
    return rangeIn(this.#call, this.#nameStart, this.#nameEnd);
  }
  get callRange(): SourceRange {
    return packedRange(this.#call, 0);
  }
  get calleeRange(): SourceRange {
    return packedRange(this.#call, 1);
  }
  get exportedName(): string | undefined {
    return this.#call.exportedName;
  }
  get bindingName(): string | undefined {
    return this.#call.bindingName;
  }
  get places(): DeclaredPlaces["places"] {
    const known = unpacked.get(this.#call)?.deref();
    if (known !== undefined) return known;
    const call = this.#call;
    const places = call.paths.map((path, at) => ({ path, range: packedRange(call, at + 2) }));
    unpacked.set(call, new WeakRef(places));
    return places;
  }
}

function packedRange(call: PackedCall, at: number): SourceRange {
  return rangeIn(call, call.offsets[2 * at] as number, call.offsets[2 * at + 1] as number);
}

function rangeIn(call: PackedCall, start: number, end: number): SourceRange {
  return toSourceRange(call.in.lineStarts, { start, end });
}
