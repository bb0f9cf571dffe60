/**
 * The version of the messages in this package. Both ends of a connection must have the same; a newer one may add
 * optional fields without changing it (docs/compatibility.md).
 */
export const protocolVersion = 2;
