/** The address of whoever asks: behind a proxy that is trusted, what it says of them. */
export function callerAddress(
  remote: string | undefined,
  forwarded: string | undefined,
  proxies: readonly string[],
): string {
  const address = plain(remote ?? '');
  if (forwarded === undefined || !proxies.includes(address)) return address;
  // The last is what the nearest proxy saw; whatever stands before the first stranger anybody may have written.
  const told = forwarded.split(',').map((one) => plain(one.trim()));
  return told.findLast((one) => one !== '' && !proxies.includes(one))?.slice(0, 64) ?? address;
}

/** An IPv4 address as it is written, also where a socket for both kinds says it. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
