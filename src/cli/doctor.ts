import { checkDkim } from '../delivery/dkim.ts';
import { checkRelay } from '../delivery/check-relay.ts';
import { AppError, messageOf } from '../errors.ts';
import { pendingMigrations } from '../migrate.ts';
import { findOddNames } from '../publication/odd-names.ts';
import { requirePublication } from '../publication/publication.ts';
import { senderFor } from '../publication/senders.ts';
import { checkServices, type Services } from '../services.ts';
import { type CommandSpec, defineCommand } from './command.ts';

interface Check {
  name: string;
  ok: boolean;
  /** Well enough to send, and yet to be looked at. */
  warning?: boolean;
  detail: string;
}

export const doctorCommands: CommandSpec[] = [
  defineCommand<Check[]>({
    name: 'doctor',
    summary:
      'Check that everything is there to send: database, queue, relay, signing, publication, sender, names.',
    run: async ({ services }) => {
      const checks = await runChecks(services);
      const failed = checks.filter(({ ok }) => !ok);
      if (failed.length === 0) return checks;
      throw new AppError('unhealthy', 500, `not everything is well:\n${printChecks(checks)}`);
    },
    print: printChecks,
  }),
];

async function runChecks(services: Services): Promise<Check[]> {
  const { config, db } = services;
  const { database, queue } = await checkServices(services);
  const of = (name: string, error: unknown): Check => ({
    name,
    ok: error === null,
    detail: error === null ? 'answers' : messageOf(error),
  });
  return [
    of('database', database),
    of(`queue (${services.jobs.backend})`, queue),
    await check('migrations', async () => {
      const pending = await pendingMigrations(services);
      if (pending.length > 0) throw new Error(`pending: ${pending.join(', ')}; run: broadsheet migrate`);
      return 'up to date';
    }),
    await check('relay', () => checkRelay(config.smtpUrl)),
    await check('DKIM', async () => {
      if (config.dkim === null) return 'not set: mail goes out as the relay signs it';
      await checkDkim(config.dkim);
      return `signs as ${config.dkim.selector}._domainkey.${config.dkim.domain}`;
    }),
    await check('publication', async () => {
      const { name, postalAddress } = await requirePublication(db);
      if (postalAddress === '')
        throw new Error('has no postal address, which the law asks for: publication set --postal-address');
      return name;
    }),
    await check('sender', async () => (await senderFor(db, null)).fromAddress),
    await checkNames(services),
  ];
}

async function check(name: string, run: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, detail: await run() };
  } catch (error) {
    return { name, ok: false, detail: messageOf(error) };
  }
}

async function checkNames({ db }: Services): Promise<Check> {
  let odd: string[] = [];
  const found = await check('names', async () => {
    odd = await findOddNames(db);
    return odd.length === 0 ? 'each word is of one script' : odd.join('; ');
  });
  return odd.length === 0 ? found : { ...found, warning: true };
}

function printChecks(checks: Check[]): string {
  const mark = ({ ok, warning }: Check): string => (ok ? (warning ? '!' : '✓') : '✗');
  return checks.map((one) => `${mark(one)} ${one.name}: ${one.detail}`).join('\n');
}
