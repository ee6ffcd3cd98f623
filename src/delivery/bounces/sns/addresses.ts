import { NotAuthentic } from '../providers/provider.ts';

/** The only origin that speaks for a topic: SNS in the topic's own region. */
export function originOf(topicArn: string): string {
  const [, partition, , region] = topicArn.split(':');
  return `https://sns.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}

/**
 * Takes the address of a signing certificate only as SNS writes it: no port, no user, no query, no other spelling.
 * @throws NotAuthentic
 */
export function checkCertificateAddress(address: string, topicArn: string): void {
  const origin = originOf(topicArn);
  const path = address.startsWith(`${origin}/`) ? address.slice(origin.length) : '';
  if (/^\/SimpleNotificationService-[0-9A-Za-z]{1,64}\.pem$/.test(path)) return;
  throw new NotAuthentic(
    `its certificate is at ${JSON.stringify(address.slice(0, 200))}; only ${origin}/SimpleNotificationService-….pem is believed`,
  );
}

/**
 * Takes the address that confirms a subscription only where it confirms just this one, at SNS itself.
 * @throws NotAuthentic
 */
export function checkSubscribeAddress(address: string, topicArn: string, token: string): void {
  const url = URL.canParse(address) ? new URL(address) : null;
  const asked = [...(url?.searchParams ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const expected = [
    ['Action', 'ConfirmSubscription'],
    ['Token', token],
    ['TopicArn', topicArn],
  ];
  const isPinned = address.startsWith(`${originOf(topicArn)}/?`) && url?.hash === '';
  if (isPinned && JSON.stringify(asked) === JSON.stringify(expected)) return;
  throw new NotAuthentic(
    `${JSON.stringify(address.slice(0, 200))} does not confirm a subscription to ${topicArn}`,
  );
}
