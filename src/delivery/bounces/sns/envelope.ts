import { type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';

// One line each, so that the fields of what was signed cannot be cut in another way.
const line = z
  .string()
  .max(4_000)
  .regex(/^[^\r\n]*$/);

const envelope = z.looseObject({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: line.regex(/^[0-9a-f-]{36}$/i),
  TopicArn: line,
  Timestamp: line.regex(/^\d{4}-\d\d-\d\dT[\d:.]{8,16}Z$/),
  Message: z.string(),
  Subject: z.string().nullish(),
  Token: line.optional(),
  SubscribeURL: line.optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z
    .string()
    .max(4_000)
    .regex(/^[A-Za-z0-9+/]+=*$/),
  SigningCertURL: line,
});

export type SnsEnvelope = z.infer<typeof envelope>;

/** Reads what SNS puts around a message; null where it is none. */
export function readEnvelope(value: unknown): SnsEnvelope | null {
  const found = envelope.safeParse(value);
  return found.success ? found.data : null;
}

const signedFields = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
} as const;

/** What SNS signs: each field's name and value, a line each, in the order of the alphabet. */
export function textToSign(message: SnsEnvelope): string {
  const names = signedFields[message.Type === 'Notification' ? 'Notification' : 'SubscriptionConfirmation'];
  return names
    .map((name) => [name, message[name]] as const)
    .filter(([, value]) => typeof value === 'string')
    .map(([name, value]) => `${name}\n${value}\n`)
    .join('');
}

/** Whether the key made the signature: over SHA-1 by version 1, over SHA-256 by version 2. */
export function isSignedBy(key: KeyObject, message: SnsEnvelope): boolean {
  const signature = Buffer.from(message.Signature, 'base64');
  if (signature.toString('base64') !== message.Signature) return false;
  const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return verify(algorithm, Buffer.from(textToSign(message)), key, signature);
}
