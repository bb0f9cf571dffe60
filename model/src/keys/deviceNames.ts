const device = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:[.:]|$)/i;

/**
 * Whether Windows takes a file name for a device, and so neither writes nor reads a file under it: `con`, `nul`, `com1` and
 * the like, in upper and lower case, whatever follows a dot or a colon.
 */
export function isDeviceName(name: string): boolean {
  return device.test(name);
}
