import type { Command } from 'commander';
import { changeNewsletter } from '../editions/set-newsletter.ts';
import { readRules, type Rules, type RulesChange, setRules } from '../editions/rules.ts';
import {
  addNewsletter,
  listNewsletters,
  type Newsletter,
  type NewsletterChanges,
  requireNewsletter,
} from '../publication/newsletters.ts';
import type { Services } from '../services.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';
import { given, json, list, onOff, wholeNumber } from './values.ts';

type Shown = Newsletter & { rules: Rules };

export const newsletterCommands: CommandSpec[] = [
  defineCommand<Shown>({
    name: 'newsletters add',
    summary: 'Add a newsletter that one can subscribe to.',
    usage: (command) =>
      withOptions(
        command
          .argument('<slug>', 'a short name such as daily, for good')
          .requiredOption('--name <name>', 'its title'),
      ),
    run: async ({ services, actor }, [slug = ''], options) => {
      const { name, ...changes } = newsletterChanges(options);
      const added = await addNewsletter(services.db, actor, { slug, name: name ?? '', ...changes });
      const rules = rulesChanges(options);
      if (Object.keys(rules).length > 0) await setRules(services.db, actor, added.id, rules);
      return shown(services, added);
    },
    print: printNewsletter,
  }),
  defineCommand<Shown>({
    name: 'newsletters set',
    summary: 'Change a newsletter and the rules by which its digest assembles itself.',
    usage: (command) => withOptions(command.argument('<slug>').option('--name <name>', 'its title')),
    run: async ({ services, actor }, [slug = ''], options) => {
      const change = { newsletter: newsletterChanges(options), rules: rulesChanges(options) };
      await changeNewsletter(services.db, actor, slug, change);
      return shown(services, await requireNewsletter(services.db, slug));
    },
    print: printNewsletter,
  }),
  defineCommand<Shown[]>({
    name: 'newsletters list',
    summary: 'List the newsletters with their rules.',
    run: async ({ services }) => {
      const all = await listNewsletters(services.db);
      return Promise.all(all.map(async (one) => ({ ...one, rules: await readRules(services.db, one.id) })));
    },
    print: (all) =>
      table(
        all.map(({ slug, name, language, timeZone, rules }) => ({
          slug,
          name,
          language,
          timeZone,
          assembles: rules.enabled ? `${rules.assembleAt} on days ${rules.weekdays.join('')}` : 'by hand',
        })),
        'There are no newsletters yet; add one with: newsletters add SLUG --name NAME',
      ),
  }),
];

function withOptions(command: Command): Command {
  return command
    .option('--description <text>', 'what it brings and when, on the sign-up form')
    .option('--language <tag>', 'such as en or uk')
    .option('--time-zone <zone>', 'such as Europe/Kyiv')
    .option('--preselected <on|off>', 'ticked on the sign-up form', onOff)
    .option('--clicks <mode>', 'off, aggregate or person')
    .option('--priority <priority>', 'normal, or alert: its sends overtake those of other newsletters')
    .option('--utm <name=value,…>', 'parameters added to links', list)
    .option('--quiet-tags <names>', 'beside a lead of these nobody is asked for money', list)
    .option('--assemble <on|off>', 'by itself', onOff)
    .option('--at <time>', 'local time of the assembly, such as 06:30')
    .option(
      '--send-at <time>',
      'local time at which what is approved goes out, such as 07:00; none: once somebody says when',
      (text) => (text === 'none' ? null : text),
    )
    .option('--weekdays <days>', 'ISO numbers such as 1,2,3,4,5', (text) => list(text).map(Number))
    .option('--min <number>', 'fewer articles make no edition', wholeNumber)
    .option('--max <number>', 'articles at the most', wholeNumber)
    .option('--overlap-hours <number>', 'how late an article may arrive', Number)
    .option('--sources <ids>', 'only these sources; all without it', (text) => list(text).map(Number))
    .option('--categories <names>', 'only these categories; all without it', list)
    .option('--lead-categories <names>', 'whose story leads, the first first', list)
    .option('--sections <json>', 'such as \'[{"title":"Europe","categories":["Europe"],"cap":3}]\'', json)
    .option('--read-also <number>', 'older stories below the lead', Number)
    .option('--subject <template>', 'with {lead}, {more}, {second}, {name}')
    .option('--appeal <json>', '{"title","text","label","url","small"}, or null', json)
    .option('--thanks <json>', '{"title","text"}, or null', json)
    .option('--ballots <on|off>', 'whether its digests show the ballots that are open', onOff)
    .option('--at-deadline <rule>', 'hold-and-alert, hold or send')
    .option('--deadline-minutes <number>', 'after the assembly', Number)
    .option(
      '--holidays <json>',
      'days without an edition: \'[{"name":"Christmas","from":"2026-12-24","to":"2026-12-26","yearly":true}]\'',
      json,
    )
    .option('--late-minutes <number>', 'how late what was missed is made up for: 10 to 720', wholeNumber)
    .option('--four-eyes <on|off>', 'who changed an edition last does not approve it', onOff)
    .option(
      '--grace-seconds <number>',
      'how long a send from the desk can be undone; an alert, 30 at most',
      Number,
    )
    .option('--expiry-hours <number>', 'when retries end', wholeNumber);
}

function newsletterChanges(options: Record<string, unknown>): NewsletterChanges {
  const { name, description, language, timeZone, preselected, clicks, priority, quietTags, utm } = options;
  return given({
    name,
    description,
    language,
    timeZone,
    preselected,
    clickMode: clicks,
    priority,
    quietTags,
    utm: utm === undefined ? undefined : parseUtm(utm as string[]),
  }) as NewsletterChanges;
}

function parseUtm(parts: string[]): Record<string, string> | null {
  if (parts.length === 0) return null;
  return Object.fromEntries(
    parts.map((part) => [part.split('=')[0] ?? '', part.split('=').slice(1).join('=')]),
  );
}

async function shown({ db }: Services, newsletter: Newsletter): Promise<Shown> {
  return { ...newsletter, rules: await readRules(db, newsletter.id) };
}

function rulesChanges(options: Record<string, unknown>): RulesChange {
  const {
    assemble,
    at,
    weekdays,
    min,
    max,
    overlapHours,
    sources,
    categories,
    leadCategories,
    sections,
    readAlso,
    subject,
    appeal,
    thanks,
    atDeadline,
    deadlineMinutes,
    expiryHours,
    ballots,
    sendAt,
    holidays,
    lateMinutes,
    fourEyes,
    graceSeconds,
  } = options;
  const renamed = {
    enabled: assemble,
    assembleAt: at,
    weekdays,
    minArticles: min,
    maxArticles: max,
    sourceIds: sources,
    subjectTemplate: subject,
  };
  return given({
    ...renamed,
    overlapHours,
    categories,
    leadCategories,
    sections,
    readAlso,
    appeal,
    thanks,
    atDeadline,
    deadlineMinutes,
    expiryHours,
    ballots,
    sendAt,
    holidays,
    lateMinutes,
    fourEyes,
    graceSeconds,
  }) as RulesChange;
}

function printNewsletter({ rules, ...newsletter }: Shown): string {
  return `${describe(newsletter)}\n\n${describe(rules)}`;
}
