/** The name of the error that stands in for a source file which cannot be built: its message begins with the place. */
export const unreadableFile = "UnreadableFile";
