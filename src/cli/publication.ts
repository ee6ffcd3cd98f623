import { readFile } from 'node:fs/promises';
import { InvalidInput, messageOf } from '../errors.ts';
import {
  type Publication,
  type PublicationChanges,
  requirePublication,
  setPublication,
} from '../publication/publication.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe } from './print.ts';
import { list, onOff, percent, perDays, wholeNumber } from './values.ts';

export const publicationCommands: CommandSpec[] = [
  defineCommand<Publication>({
    name: 'publication set',
    summary: 'Make the publication, or change what is given of it.',
    usage: (command) =>
      command
        .option('--name <name>', 'what the publication is called')
        .option('--tagline <text>', 'a line below the name')
        .option('--site-url <url>', "the newsroom's own site")
        .option('--contact <address>', 'where readers write to')
        .option('--postal-address <text>', 'in every mail; the law asks for it')
        .option('--language <tag>', 'such as en or uk')
        .option('--time-zone <zone>', 'such as Europe/Kyiv')
        .option('--accent <colour>', 'such as #0b5394')
        .option('--heading-font <kind>', 'serif or sans')
        .option('--body-font <kind>', 'serif or sans')
        .option('--logo-url <url>', 'a picture for the masthead instead of the set name')
        .option(
          '--complaints-warn <percent>',
          'of those handed over: warn about a send; 0.1 at first',
          percent,
        )
        .option('--complaints-stop <percent>', 'pause it; 0.3 at first', percent)
        .option('--bounces-warn <percent>', 'hard bounces: warn; 2 at first', percent)
        .option('--bounces-stop <percent>', 'pause it; 5 at first', percent)
        .option(
          '--faults-warn <percent>',
          'come back for what is sent or who sends it: warn; 1 at first',
          percent,
        )
        .option('--faults-stop <percent>', 'pause it; 5 at first', percent)
        .option(
          '--stop-from <number>',
          'with fewer handed over nothing is stopped; 200 at first',
          wholeNumber,
        )
        .option('--appeal-cap <number/days>', 'appeals for each reader, such as 3/14, the first', perDays)
        .option('--appeal-holdback <percent>', 'of the readers, to measure; 10 at first', percent)
        .option('--appeal-campaign <name>', 'who is held back is so for a campaign; "" for each quarter anew')
        .option('--quiet-tags <names>', 'beside a lead of these nobody is asked for money', list)
        .option('--require-second-factor <on|off>', 'nobody works at the desk without one', onOff)
        .option('--privacy-file <path>', 'the text of /privacy')
        .option('--terms-file <path>', 'the text of /terms')
        .option('--imprint-file <path>', 'the text of /imprint'),
    run: async ({ services, actor }, _args, options) =>
      setPublication(services.db, actor, await readChanges(options)),
    print: printPublication,
  }),
  defineCommand<Publication>({
    name: 'publication show',
    summary: 'Show the publication.',
    run: ({ services }) => requirePublication(services.db),
    print: printPublication,
  }),
];

async function readChanges(options: Record<string, unknown>): Promise<PublicationChanges> {
  const text = (name: string): string | undefined => options[name] as string | undefined;
  const theme = { accent: text('accent'), headingFont: text('headingFont'), bodyFont: text('bodyFont') };
  const stopLimits = given({
    complaintsWarn: options['complaintsWarn'],
    complaintsStop: options['complaintsStop'],
    bouncesWarn: options['bouncesWarn'],
    bouncesStop: options['bouncesStop'],
    faultsWarn: options['faultsWarn'],
    faultsStop: options['faultsStop'],
    leastHandedOver: options['stopFrom'],
  });
  const appeals = given({
    ...(options['appealCap'] as object | undefined),
    holdback: options['appealHoldback'],
    campaign: options['appealCampaign'],
    quietTags: options['quietTags'],
  });
  const values = {
    name: text('name'),
    tagline: text('tagline'),
    siteUrl: text('siteUrl'),
    contactAddress: text('contact'),
    postalAddress: text('postalAddress'),
    language: text('language'),
    timeZone: text('timeZone'),
    logoUrl: text('logoUrl'),
    privacyText: await readText(text('privacyFile')),
    termsText: await readText(text('termsFile')),
    imprintText: await readText(text('imprintFile')),
    theme: Object.values(theme).some((value) => value !== undefined) ? given(theme) : undefined,
    stopLimits: Object.keys(stopLimits).length > 0 ? stopLimits : undefined,
    appeals: Object.keys(appeals).length > 0 ? appeals : undefined,
    requireSecondFactor: options['requireSecondFactor'],
  };
  return given(values);
}

function given(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

async function readText(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InvalidInput(`${path} cannot be read: ${messageOf(error)}`);
  }
}

function printPublication(publication: Publication): string {
  const { theme, privacyText, termsText, imprintText, stopLimits, appeals, ...rest } = publication;
  const texts = Object.entries({ privacyText, termsText, imprintText }).map(([name, text]) => [
    name,
    `${text.length} characters`,
  ]);
  const { cap, days, holdback, campaign, quietTags } = appeals;
  const asked = {
    appealCap: `${cap} in ${days} days`,
    appealHoldback: holdback,
    appealCampaign: campaign,
    quietTags: quietTags.join(', '),
  };
  return describe({ ...rest, ...theme, ...stopLimits, ...asked, ...Object.fromEntries(texts) });
}
