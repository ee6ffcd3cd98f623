import { isGeneric } from '../replies/codes.ts';
import { addressOfField } from './addresses.ts';
import { aboutOf } from './about.ts';
import { type Fields, firstOf, readFieldBlocks } from './fields.ts';
import { firstRecipients } from './first-recipients.ts';
import { asDelayed, judge } from './judge.ts';
import type { Message } from './message.ts';
import type { Report, ReportRecipient } from './report.ts';
import { ownAddresses } from './senders.ts';
import { returnedHeader, returnedRecipient, splitText } from './returned.ts';
import { readSections, type Section } from './sections.ts';

type Action = 'failed' | 'delayed' | 'done';

const statusTypes = /^message\/(global-)?delivery-status$/;

/** Reads a delivery status notification (RFC 3464, RFC 6533), or gives null where the message holds none. */
export function readDeliveryStatus(message: Message): Pick<Report, 'kind' | 'recipients' | 'omitted'> | null {
  const blocks = recipientBlocks(message);
  if (blocks.length === 0) return null;
  const byAction = Map.groupBy(blocks, actionOf);
  const context = contextOf(message, blocks.length);
  const describe = (action: Action): Pick<Report, 'recipients' | 'omitted'> => {
    const { first, omitted } = firstRecipients(byAction.get(action) ?? []);
    return { recipients: first.map((fields) => describeRecipient(fields, context)), omitted };
  };
  if (byAction.has('failed')) return { kind: 'bounce', ...describe('failed') };
  if (byAction.has('delayed')) {
    const delayed = describe('delayed');
    return { ...delayed, kind: 'delayed', recipients: delayed.recipients.map(asDelayed) };
  }
  return { kind: 'none', recipients: [] };
}

function recipientBlocks({ parts, text }: Message): Fields[] {
  const sources = parts.filter(({ type }) => statusTypes.test(type)).map((part) => part.text);
  // Gateways take the parts' borders away, and then the fields stand in the text.
  if (sources.length === 0)
    sources.push(...(/^(final|original)-recipient[ \t]*:/im.test(text) ? [text] : []));
  return sources.flatMap((source) => withRecipients(readFieldBlocks(source)));
}

/** The blocks that are of a recipient; fields that an empty line has torn off go to theirs. */
function withRecipients(blocks: Fields[]): Fields[] {
  const found: Fields[] = [];
  let torn: Fields = new Map();
  for (const block of blocks) {
    const isRecipient = block.has('final-recipient') || block.has('original-recipient');
    const isStatus = block.has('action') || block.has('status') || block.has('diagnostic-code');
    const last = found.at(-1);
    if (isRecipient) found.push(new Map([...torn, ...block]));
    else if (isStatus && last !== undefined && !last.has('status') && !last.has('action'))
      addMissing(last, block);
    else if (isStatus) torn = block;
    if (isRecipient) torn = new Map();
  }
  if (found.length === 0 && torn.size > 0) return [torn];
  return found;
}

/** In place: a report may be torn into thousands of blocks. */
function addMissing(fields: Fields, more: Fields): void {
  for (const [name, values] of more) if (!fields.has(name)) fields.set(name, values);
}

const actions: ReadonlyArray<readonly [RegExp, Action]> = [
  [/^fail/i, 'failed'],
  [/^delay/i, 'delayed'],
  [/^(relay|expand|deliver)/i, 'done'],
];

function actionOf(fields: Fields): Action {
  const written = firstOf(fields, 'action');
  const known = actions.find(([pattern]) => pattern.test(written));
  if (known) return known[1];
  return /^2\./.test(firstOf(fields, 'status')) ? 'done' : 'failed';
}

interface Context {
  report: string;
  sections: Map<string, Section>;
  /** Where the report is of one recipient, all its words are of it. */
  alone: boolean;
  fallback: string;
}

function contextOf(message: Message, recipients: number): Context {
  const { report } = splitText(message.text);
  const sections = readSections(report, ownAddresses(message));
  return {
    report,
    sections: new Map(sections.map((section) => [section.address.toLowerCase(), section])),
    alone: recipients === 1,
    fallback: recipients === 1 ? returnedRecipient(returnedHeader(message)) : '',
  };
}

function describeRecipient(fields: Fields, context: Context): ReportRecipient {
  const final = addressOfField(firstOf(fields, 'final-recipient'));
  const address = addressOfField(firstOf(fields, 'original-recipient')) || final || context.fallback;
  const status = /[245]\.\d{1,3}\.\d{1,3}/.exec(firstOf(fields, 'status'))?.[0] ?? '';
  const diagnostic = firstOf(fields, 'diagnostic-code').replace(/^\s*[\w.-]{1,30}\s*;\s*/, '');
  const words = wordsOf([final, address], context);
  const shown = aboutOf(diagnostic) ?? aboutOf(words);
  // A reply that is quoted without its question may have been to the message.
  const about = shown ?? (/^\d{3}\b/.test(diagnostic) ? ('message' as const) : undefined);
  const clues = { status, ...(about ? { about } : {}) };
  const judged = judge(address, diagnostic === '' ? words : diagnostic, clues);
  if (judged.class !== 'unknown' || diagnostic === '' || shown === 'message' || !isGeneric(judged.status))
    return judged;
  return { ...judged, class: judge(address, words, clues).class };
}

/** What the part for people says of a recipient. */
function wordsOf(addresses: string[], { report, sections, alone }: Context): string {
  if (alone) return report;
  return (
    addresses.map((address) => sections.get(address.toLowerCase())?.text ?? '').find((text) => text !== '') ??
    ''
  );
}
