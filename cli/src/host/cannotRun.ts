/** A run that cannot start, in one or more sentences for the user. Nothing was recorded. */
export class CannotRun extends Error {
  override readonly name = "CannotRun";
}

/** The host that a run was given to has gone before the run ended. */
export class HostLost extends Error {
  override readonly name = "HostLost";
}
