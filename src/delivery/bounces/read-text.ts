import { aboutOf } from './about.ts';
import { firstRecipients } from './first-recipients.ts';
import { asDelayed, judge } from './judge.ts';
import type { Message } from './message.ts';
import { delayWords, endWords, failureWords, says } from './phrases.ts';
import { textReaders } from './readers/index.ts';
import type { Finding, TextReport } from './readers/reader.ts';
import type { Report, ReportRecipient } from './report.ts';
import { returnedHeader, returnedRecipient, splitText } from './returned.ts';
import { isFromMailSystem, ownAddresses } from './senders.ts';

/** Reads a report that is for people only, or gives null where the message is none or cannot be understood. */
export function readText(message: Message): Pick<Report, 'kind' | 'recipients' | 'omitted'> | null {
  const report = textReport(message);
  if (!isFromMailSystem(message) && !isAnonymousFailure(message, report)) return null;
  const reader = Object.values(textReaders).find((one) => one.recognises(report));
  const { first: findings, omitted } = firstRecipients(reader?.read(report) ?? []);
  const fallback = returnedRecipient(returnedHeader(message));
  const recipients = findings.map((finding) =>
    judgeFinding(finding, report, findings.length === 1, fallback),
  );
  if (isDelay(report) && recipients.some(({ address }) => address !== ''))
    return { kind: 'delayed', recipients: recipients.map(asDelayed), omitted };
  if (recipients.length === 0 || !isUnderstood(message, report, recipients)) return null;
  return { kind: 'bounce', recipients, omitted };
}

/** A text without any header must say itself that a mail did not arrive. */
function isUnderstood({ headers }: Message, { text }: TextReport, recipients: ReportRecipient[]): boolean {
  if (headers.has('x-failed-recipients') || says(failureWords, text)) return true;
  return headers.size > 0 && recipients.some((one) => one.status !== '' || one.class !== 'unknown');
}

/**
 * Some reports say nothing of themselves but that no answer is wanted: an empty return path (RFC 5321
 * section 4.5.5).
 */
function isAnonymousFailure({ headers }: Message, { text }: TextReport): boolean {
  return /^\s*<\s*>\s*$/.test(headers.get('return-path') ?? '') && says(failureWords, text);
}

function textReport(message: Message): TextReport {
  const { text, subject, headers } = message;
  return { text: splitText(text).report, subject, headers, own: ownAddresses(message) };
}

function isDelay({ subject, text }: TextReport): boolean {
  return says(delayWords, subject) || (says(delayWords, text) && !says(endWords, text));
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
  const clues = { about: about ?? ('message' as const) };
  const judged = judge(finding.address || fallback, finding.said, clues);
  if (judged.class !== 'unknown' || !alone) return judged;
  const wide = judge(judged.address, report.text, clues);
  return { ...judged, class: wide.class, status: judged.status || wide.status };
}
