// Both are thrown as they are: an Error would take a stack trace, which costs more than reading a small file.

/** The text is no TypeScript, as far as it was read in one of the ways that it can be read. */
export const notLikeThis = Symbol("not like this");

/** The text may be TypeScript, in a way that is left to the compiler. */
export const unsure = Symbol("unsure");
