import { aboutOf } from './about.ts';
import { asDelayed, judge } from './judge.ts';
import type { Message } from './message.ts';
import { textReaders } from './readers/index.ts';
import type { Finding, TextReport } from './readers/reader.ts';
import type { Report, ReportRecipient } from './report.ts';
import { returnedHeader, returnedRecipient, splitText } from './returned.ts';
import { isFromMailSystem, ownAddresses } from './senders.ts';

const maxRecipients = 1_000;

const failed =
  /(could|can|was|were|is|has|have|been|did)( ?not|n't) (be |been |yet )?(delivered|deliverable|sent|reach)|cannot be delivered|undeliver|non-?deliver|not delivered|unable to (deliver|send)|(delivery|mail|message|sending)\b.{0,60}\b(failed|failure|error|unsuccessful)|failed to (deliver|send)|delivering your mail|permanent (fatal )?errors?|fatal error|delivery (problems?|errors?)|(was|were|been|be) (rejected|returned|bounced)|rejected by|did not reach|address (not found|couldn't)|invalid final delivery|no longer|transcript of session|failure reasons|does not (exist|accept)|error(s)? (was|were|occurred|from)|bounced|nicht (zugestellt|zustellbar|übermittelt)|n'a pas (pu|été)|non remis|no (se )?(ha podido|pudo|puede)|não (foi|pôde|pode) (possível )?entreg|impossibile|non è stato possibile|niet (worden )?(bezorgd|afgeleverd)|nie (została|mógł|można) |не (может быть|удалось|было) |не (було|вдалося|може бути)|kunde inte|kunne ikke|ei voitu|できません|できない|エラー|无法|無法|未能|失败|실패|못했/iu;
const delayed =
  /warning message only|has been delayed|is delayed|delivery (has been |is )?delayed|\(delay\)|not yet been delivered|has not yet|will (be retried|retry|continue to|keep trying)|still being retried|temporary failure report|do not need to re-?send|need not resend|message still undelivered|could not send message for past|delivery incomplete|temporary problem delivering/i;

/** Reads a report that is for people only, or gives null where the message is none or cannot be understood. */
export function readText(message: Message): Pick<Report, 'kind' | 'recipients'> | null {
  const report = textReport(message);
  if (!isFromMailSystem(message) && !isAnonymousFailure(message, report)) return null;
  const reader = Object.values(textReaders).find((one) => one.recognises(report));
  const findings = (reader?.read(report) ?? []).slice(0, maxRecipients);
  const fallback = returnedRecipient(returnedHeader(message));
  const recipients = findings.map((finding) =>
    judgeFinding(finding, report, findings.length === 1, fallback),
  );
  const isUnderstood =
    recipients.some((one) => one.status !== '' || one.class !== 'unknown') ||
    failed.test(report.text) ||
    message.headers.has('x-failed-recipients');
  if (isDelay(report) && recipients.some(({ address }) => address !== ''))
    return { kind: 'delayed', recipients: recipients.map(asDelayed) };
  if (recipients.length === 0 || !isUnderstood) return null;
  return { kind: 'bounce', recipients };
}

/** Some reports say nothing of themselves but that no answer is wanted: an empty return path (RFC 5321 section 4.5.5). */
function isAnonymousFailure({ headers }: Message, { text }: TextReport): boolean {
  return /^\s*<\s*>\s*$/.test(headers.get('return-path') ?? '') && failed.test(text.slice(0, 2_000));
}

function textReport({ text, subject, headers, ...rest }: Message): TextReport {
  const message = { text, subject, headers, ...rest };
  return { text: splitText(text).report, subject, headers, own: ownAddresses(message) };
}

function isDelay({ subject, text }: TextReport): boolean {
  return (
    delayed.test(subject) ||
    (delayed.test(text.slice(0, 5_000)) &&
      !/permanent (?:fatal )?error|failed permanently|permanent failure|given up|giving up/i.test(text))
  );
}

/** Where the words at the address say nothing, those around them may, if all are of one address. */
function judgeFinding(
  finding: Finding,
  report: TextReport,
  alone: boolean,
  fallback: string,
): ReportRecipient {
  const about = finding.about ?? aboutOf(finding.said) ?? (alone ? aboutOf(report.text) : undefined);
  // A reply that is quoted without its question may have been to the message: see `inDoubt`.
  const clues = {
    about: about ?? ('message' as const),
    ...(finding.status ? { status: finding.status } : {}),
  };
  const judged = judge(finding.address || fallback, finding.said, clues);
  if (judged.class !== 'unknown' || !alone) return judged;
  const wide = judge(judged.address, report.text, clues);
  return { ...judged, class: wide.class, status: judged.status || wide.status };
}
