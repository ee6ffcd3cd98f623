/** Where somebody was, near enough to recognise and no nearer: the first half of an IPv4, two groups of an IPv6. */
export function maskIp(ip: string | null): string {
  if (ip === null || ip === '') return '?';
  return ip.includes(':')
    ? `${ip.split(':').slice(0, 2).join(':')}:…`
    : `${ip.split('.').slice(0, 2).join('.')}.…`;
}
