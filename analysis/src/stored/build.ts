// The build puts a hash of all sources and of the lock file here, so that what another version has stored, of Headwater or of
// TypeScript, is not taken over.
declare const HEADWATER_BUILD: string | undefined;

/** What tells builds apart; absent where the sources run as they are, and then nothing is stored. */
export const build: string | undefined = typeof HEADWATER_BUILD === "undefined" ? undefined : HEADWATER_BUILD;
