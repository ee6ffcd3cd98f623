import { type AuditEntry, type FoundAudit, searchAudit, wordsOf } from '../access/search-audit.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { parseInstant } from './instant.ts';
import { table } from './print.ts';
import { wholeNumber } from './values.ts';

interface Asked {
  who?: string;
  what?: string;
  target?: string;
  words?: string;
  from?: string;
  until?: string;
  before?: number;
}

export const logCommands: CommandSpec[] = [
  defineCommand<FoundAudit>({
    name: 'log list',
    summary: 'List who did what, the newest first, with what it was before and after.',
    usage: (command) =>
      command
        .option('--who <actor>', 'such as staff:3, or all of a kind: staff:')
        .option('--what <action>', 'such as edition.approve')
        .option('--target <thing>', 'such as edition:12, or all of a kind: edition:')
        .option('--words <words>', 'each of which stands in its detail, before or after')
        .option('--from <instant>', 'with its offset, such as 2026-11-24T06:30:00+02:00')
        .option('--until <instant>', 'the same; what was done then is not in it')
        .option('--before <id>', 'go on where the last page ended', wholeNumber),
    run: ({ services, actor }, _args, options) => {
      const { who, what, target, words = '', from, until, before } = options as Asked;
      return searchAudit(services.db, actor, {
        who: who ?? null,
        action: what ?? null,
        subject: target ?? null,
        words: wordsOf(words),
        from: from === undefined ? null : parseInstant('--from', from),
        until: until === undefined ? null : parseInstant('--until', until),
        before: before ?? null,
      });
    },
    print: ({ entries, older, readTo }) => {
      const far = readTo === null ? '' : `\n\nWords were searched for back to ${readTo.toISOString()}.`;
      const more = older === null ? '' : `\n\nOlder: --before ${older}`;
      return `${table(entries.map(toRow), 'Nothing was found.')}${far}${more}`;
    },
  }),
];

function toRow({ id, at, actor, action, subject, detail, before, after }: AuditEntry): object {
  return { id, at, actor, action, subject, detail, before, after };
}
