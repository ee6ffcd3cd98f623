import { ImapFlow } from 'imapflow';

const timeoutMs = 30_000;

/** A client for the mailbox at an address such as `imaps://user:password@host/INBOX`; nothing is sent yet. */
export function openClient(url: URL): ImapFlow {
  const { protocol, hostname, port, username, password, searchParams } = url;
  const secure = protocol === 'imaps:';
  return new ImapFlow({
    host: hostname,
    port: Number(port) || (secure ? 993 : 143),
    secure,
    // A password never goes out in clear, unless the setting says so.
    ...(secure ? {} : { doSTARTTLS: searchParams.get('tls') !== 'no' }),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
}
