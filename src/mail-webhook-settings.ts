import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** How each mail provider proves that a webhook is its own; null where it is not used. */
export interface MailWebhookSettings {
  /** Amazon's topics, by their ARNs. */
  sesTopics: string[];
  mailgunKey: string | null;
  sendgridKey: KeyObject | null;
  postmarkSecret: string | null;
  brevoSecret: string | null;
}

/** The settings, by name; `config.ts` reads them. */
export const mailWebhookShape = {
  SES_TOPIC_ARN: z.string().optional(),
  MAILGUN_WEBHOOK_SIGNING_KEY: z.string().optional(),
  SENDGRID_WEBHOOK_PUBLIC_KEY: z.string().optional(),
  POSTMARK_WEBHOOK_SECRET: z.string().optional(),
  BREVO_WEBHOOK_SECRET: z.string().optional(),
};

type MailWebhookValues = z.infer<z.ZodObject<typeof mailWebhookShape>>;

export const mailWebhookSecrets = [
  'MAILGUN_WEBHOOK_SIGNING_KEY',
  'SENDGRID_WEBHOOK_PUBLIC_KEY',
  'POSTMARK_WEBHOOK_SECRET',
  'BREVO_WEBHOOK_SECRET',
] as const;

const topicPattern = /^arn:aws(?:-cn|-us-gov)?:sns:[a-z]{2}(?:-[a-z]+)+-\d{1,2}:\d{12}:[\w-]{1,256}$/;
const minSecret = 20;

/** Reads what is set of the providers' settings; a wrong one is said among the faults. */
export function parseMailWebhooks(values: MailWebhookValues, faults: string[]): MailWebhookSettings {
  return {
    sesTopics: parseTopics(values.SES_TOPIC_ARN, faults),
    mailgunKey: values.MAILGUN_WEBHOOK_SIGNING_KEY ?? null,
    sendgridKey: parseSendgridKey(values.SENDGRID_WEBHOOK_PUBLIC_KEY, faults),
    postmarkSecret: parseSecret('POSTMARK_WEBHOOK_SECRET', values.POSTMARK_WEBHOOK_SECRET, faults),
    brevoSecret: parseSecret('BREVO_WEBHOOK_SECRET', values.BREVO_WEBHOOK_SECRET, faults),
  };
}

function parseTopics(text: string | undefined, faults: string[]): string[] {
  const topics = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const wrong = topics.filter((topic) => !topicPattern.test(topic));
  for (const topic of wrong)
    faults.push(
      `SES_TOPIC_ARN has ${JSON.stringify(topic)}; it is the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:123456789012:mail, or several with commas between`,
    );
  return topics.filter((topic) => !wrong.includes(topic));
}

function parseSecret(name: string, secret: string | undefined, faults: string[]): string | null {
  if (secret === undefined) return null;
  // It travels in a header, and as a part of an address.
  if (secret.length >= minSecret && /^[\w.~-]+$/.test(secret)) return secret;
  faults.push(
    `${name} cannot be used; it is ${minSecret} characters or more of A-Z, a-z, 0-9, "-", "_", "." and "~", such as openssl rand -hex 32 makes`,
  );
  return null;
}

function parseSendgridKey(text: string | undefined, faults: string[]): KeyObject | null {
  if (text === undefined) return null;
  const key = readPublicKey(text);
  if (key?.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  faults.push(
    'SENDGRID_WEBHOOK_PUBLIC_KEY cannot be used; it is the verification key that SendGrid shows for the signed event webhook: an ECDSA P-256 public key in base64, or as PEM',
  );
  return null;
}

function readPublicKey(text: string): KeyObject | null {
  try {
    return text.includes('-----BEGIN')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}
