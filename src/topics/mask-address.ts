/** An address that its owner knows again, and nobody else learns: `o…@mail.example`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const [first = ''] = address;
  return `${at > 0 ? first : ''}…${address.slice(at)}`;
}
