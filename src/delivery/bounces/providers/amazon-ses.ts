import { AppError } from '../../../errors.ts';
import { readNotice } from '../amazon-notice.ts';
import { checkCertificateAddress, checkSubscribeAddress } from '../sns/addresses.ts';
import { SnsCertificates } from '../sns/certificates.ts';
import { isSignedBy, readEnvelope, type SnsEnvelope } from '../sns/envelope.ts';
import {
  NotAuthentic,
  type Provider,
  type ProviderEvent,
  refuseStale,
  type Surroundings,
} from './provider.ts';
import { parseJson, reportOf, time, unreadableEvent } from './read-json.ts';

// SNS signs once, and posts the same again for an hour at the most.
const maxAgeSeconds = 3_900;

/**
 * Amazon SES by SNS, both ways in which it tells: notifications of an identity, and event publishing of a
 * configuration set.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const amazonSes: Provider = {
  open: ({ sesTopics }, { fetch }) => {
    if (sesTopics.length === 0) return null;
    const certificates = new SnsCertificates(fetch);
    return {
      contentTypes: ['text/plain', 'application/json'],
      admit: () => {},
      receive: async ({ body }, now) => {
        const message = checkEnvelope(body, sesTopics, now);
        const key = await certificates.keyAt(message.SigningCertURL, now);
        if (!isSignedBy(key, message)) throw new NotAuthentic('its signature is not by its certificate');
        if (message.Type === 'Notification') return readNotification(message);
        if (message.Type === 'SubscriptionConfirmation') await confirm(message, fetch);
        return [];
      },
    };
  },
};

/** What can be refused before a certificate is fetched for it. */
function checkEnvelope(body: Buffer, topics: string[], now: Date): SnsEnvelope {
  const parsed = parseJson(body.toString('utf8'));
  const message = 'value' in parsed ? readEnvelope(parsed.value) : null;
  if (message === null)
    throw new NotAuthentic('it is no message of SNS; raw message delivery is not signed and must be off');
  if (!topics.includes(message.TopicArn))
    throw new NotAuthentic(
      `it is of the topic ${JSON.stringify(message.TopicArn.slice(0, 300))}, which is not in SES_TOPIC_ARN`,
    );
  refuseStale(Date.parse(message.Timestamp), now, maxAgeSeconds);
  checkCertificateAddress(message.SigningCertURL, message.TopicArn);
  return message;
}

function readNotification({ MessageId, Timestamp, Message }: SnsEnvelope): ProviderEvent[] {
  // What SES publishes to see that it may: the one message that is no JSON.
  if (/^Successfully validated SNS topic for Amazon SES/.test(Message)) return [];
  const parsed = parseJson(Message);
  const found = 'value' in parsed ? readNotice(parsed.value) : null;
  const problem = 'problem' in parsed ? parsed.problem : 'it is no notice that Amazon SES describes';
  if (found === null)
    return [{ ...unreadableEvent(Message, problem), id: MessageId, at: time.parse(Timestamp) }];
  if (found.report.kind === 'none') return [];
  const report = reportOf(found.report, found.report.original);
  return [{ id: MessageId, at: time.parse(found.at || Timestamp), report, raw: Message }];
}

async function confirm(
  { SubscribeURL = '', TopicArn, Token = '' }: SnsEnvelope,
  fetch: Surroundings['fetch'],
): Promise<void> {
  checkSubscribeAddress(SubscribeURL, TopicArn, Token);
  const { status } = await fetch(SubscribeURL, {
    allowedOrigins: [],
    maxBytes: 65_536,
    timeoutMs: 5_000,
    maxRedirects: 0,
  });
  if (status !== 200)
    throw new AppError(
      'subscription_unconfirmed',
      502,
      `SNS answered the confirmation of ${TopicArn} with ${status}`,
    );
}
