/** An address as it is shown to whoever holds a link that may have been forwarded: o…@r….example. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  return `${firstOf(address.slice(0, at))}…@${firstOf(domain.slice(0, dot))}…${domain.slice(dot)}`;
}

function firstOf(text: string): string {
  return text === '' ? '' : String.fromCodePoint(text.codePointAt(0) ?? 0);
}
