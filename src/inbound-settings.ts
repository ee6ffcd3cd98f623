import { z } from 'zod';
import { port } from './setting-values.ts';

/** How what comes back comes in. */
export interface InboundConfig {
  /** Behind the @ of the addresses that it comes back to; null: none are used. */
  domain: string | null;
  /** The worker listens here for mail to that domain; null: it does not. */
  smtp: { port: number; host: string; tls: { cert: string; key: string } | null } | null;
  /** A mailbox that is read; null: none is. */
  imapUrl: string | null;
}

const domainPattern =
  /^(?=.{1,190}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;

export const inboundSettings = {
  INBOUND_DOMAIN: z
    .string()
    .toLowerCase()
    .regex(domainPattern, { error: 'is not a domain such as in.courier.example' })
    .optional(),
  INBOUND_SMTP_PORT: port.optional(),
  INBOUND_SMTP_HOST: z.union([z.ipv4(), z.ipv6()], { error: 'is not an IP address' }).default('0.0.0.0'),
  INBOUND_TLS_CERT: z.string().optional(),
  INBOUND_TLS_KEY: z.string().optional(),
  INBOUND_IMAP_URL: z
    .url({ protocol: /^imaps?$/, error: 'is not an imap:// or imaps:// address' })
    .refine((url) => {
      const { username, password } = new URL(url);
      return username !== '' && password !== '';
    }, 'has no user and password, as in imaps://user:password@host/INBOX')
    .optional(),
};

export const inboundSecrets = ['INBOUND_TLS_CERT', 'INBOUND_TLS_KEY', 'INBOUND_IMAP_URL'];

const shape = z.object(inboundSettings);
type Values = z.infer<typeof shape>;

/** The settings as they are used; what does not go together is a fault. */
export function parseInbound(values: Values, faults: string[]): InboundConfig {
  const {
    INBOUND_DOMAIN: domain = null,
    INBOUND_SMTP_PORT: smtpPort,
    INBOUND_IMAP_URL: imapUrl = null,
  } = values;
  const { INBOUND_TLS_CERT: cert, INBOUND_TLS_KEY: key } = values;
  if (domain === null && (smtpPort !== undefined || imapUrl !== null))
    faults.push(
      'INBOUND_SMTP_PORT or INBOUND_IMAP_URL is set without INBOUND_DOMAIN, the domain of what comes in',
    );
  if ((cert === undefined) !== (key === undefined))
    faults.push('INBOUND_TLS_CERT_FILE and INBOUND_TLS_KEY_FILE are set together or not at all');
  const tls = cert !== undefined && key !== undefined ? { cert, key } : null;
  return {
    domain,
    imapUrl,
    smtp: smtpPort === undefined ? null : { port: smtpPort, host: values.INBOUND_SMTP_HOST, tls },
  };
}
