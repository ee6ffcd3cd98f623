import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type DkimConfig, dkimShape, parseDkim } from './dkim-settings.ts';
import { AppError, messageOf } from './errors.ts';
import { type InboundConfig, inboundSecrets, inboundSettings, parseInbound } from './inbound-settings.ts';
import {
  type MailWebhookSettings,
  mailWebhookSecrets,
  mailWebhookShape,
  parseMailWebhooks,
} from './mail-webhook-settings.ts';
import {
  type MetricsSettings,
  metricsSecrets,
  metricsShape,
  readMetricsSettings,
} from './metrics-settings.ts';
import { port } from './setting-values.ts';
import { readStripeSettings, type StripeSettings, stripeSecrets, stripeShape } from './stripe-settings.ts';
import { parseTrustProxy, type TrustProxy } from './trust-proxy.ts';
import { localSettingsFile, readSettingsFile } from './settings-file.ts';

/** One key of the `SECRET_KEYS` ring: the first signs, all verify, a token carries the id. */
export interface SecretKey {
  id: string;
  secret: Buffer;
}

export interface Config {
  production: boolean;
  /** Null: the embedded PostgreSQL of the data directory. */
  databaseUrl: string | null;
  /** Null: the queue is on PostgreSQL. */
  redisUrl: string | null;
  smtpUrl: string;
  /** True where nothing was configured and mail goes to the inbox that `npm start` shows. */
  smtpIsLocalInbox: boolean;
  /** Of the relays that stand in the database, by name; they are not kept there. */
  relayPasswords: Record<string, string>;
  /** Without a slash at the end. */
  publicUrl: string;
  secretKeys: SecretKey[];
  suppressionKey: Buffer;
  /** What Express takes as `trust proxy`: hops, addresses, or false. */
  trustProxy: TrustProxy;
  port: number;
  inboxPort: number;
  inboxSmtpPort: number;
  stripeSandboxPort: number;
  dataDir: string;
  logLevel: string;
  dkim: DkimConfig | null;
  inbound: InboundConfig;
  metrics: MetricsSettings;
  /** How long the detail of a send is kept after its end; counts stay. */
  keepDeliveriesDays: number;
  /** How long who changed what in an edition is kept, and can be gone back to. */
  keepChangesDays: number;
  mailWebhooks: MailWebhookSettings;
  stripe: StripeSettings | null;
  /** Origins that the guard against server-side request forgery lets through; empty in production. */
  fetchAllowedOrigins: string[];
  delivery: { batchSize: number; groupSize: number; connections: number; leaseSeconds: number };
}

/** Every fault of the configuration at once, a line each. */
export class InvalidConfig extends AppError {
  constructor(faults: string[]) {
    super(
      'invalid_config',
      500,
      `the configuration cannot be used:\n${faults.map((f) => `  - ${f}`).join('\n')}`,
    );
  }
}

type Environment = Record<string, string | undefined>;

/** The project's own folder, wherever the process was started from. */
export const projectRoot: string = resolve(import.meta.dirname, '..');

/** Where this machine's own newsroom keeps its database and settings. */
export function dataDirectory(env: Environment = process.env): string {
  return resolve(projectRoot, env['DATA_DIR'] || 'data');
}

/** In production nothing is embedded and nothing is guessed. */
export function isProduction(env: Environment = process.env): boolean {
  return env['NODE_ENV'] === 'production';
}

/** Whether a setting is in the environment, as itself or as the path of a file. */
export function isGiven(name: string, env: Environment = process.env): boolean {
  return Boolean(env[name] || env[`${name}_FILE`]);
}

const settings = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgres:// address' }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'is not a redis:// or rediss:// address' }).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'is not an smtp:// or smtps:// address' }).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'is not an http:// or https:// address' }).optional(),
  SECRET_KEYS: z.string().optional(),
  SUPPRESSION_KEY: z.string().optional(),
  TRUST_PROXY: z.string().optional(),
  PORT: port.default(3000),
  INBOX_PORT: port.default(1080),
  INBOX_SMTP_PORT: port.default(1025),
  STRIPE_SANDBOX_PORT: port.default(3090),
  DATA_DIR: z.string().min(1).default('data'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  ...inboundSettings,
  ...dkimShape,
  ...metricsShape,
  ...mailWebhookShape,
  ...stripeShape,
  SAMPLE_ORIGIN: z.string().optional(),
  KEEP_DELIVERIES_DAYS: z.coerce.number().int().min(30).max(36_500).default(180),
  KEEP_CHANGES_DAYS: z.coerce.number().int().min(30).max(36_500).default(365),
  DELIVERY_BATCH_SIZE: z.coerce.number().int().min(1).max(10_000).default(500),
  DELIVERY_GROUP_SIZE: z.coerce.number().int().min(1).max(1_000).default(50),
  DELIVERY_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(5),
  DELIVERY_LEASE_SECONDS: z.coerce.number().int().min(45).max(3_600).default(60),
});

const secretNames = [
  'DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'SECRET_KEYS',
  'SUPPRESSION_KEY',
  'DKIM_PRIVATE_KEY',
  'DKIM_ED25519_PRIVATE_KEY',
  ...metricsSecrets,
  ...inboundSecrets,
  ...mailWebhookSecrets,
  ...stripeSecrets,
];

/**
 * Reads the settings from the environment; outside of production what is missing there is taken from the file
 * that `npm start` left in the data directory. A secret may also be given as the path of a file, by the name
 * with `_FILE` at its end.
 * @param chosen what goes before the environment
 * @throws InvalidConfig with every missing or wrong setting at once.
 */
export function loadConfig(env: Environment = process.env, chosen: Environment = {}): Config {
  const faults: string[] = [];
  const given = withSecretsFromFiles(dropEmpty({ ...env, ...chosen }), faults);
  const production = isProduction(given);
  const dataDir = dataDirectory(given);
  const local = production ? {} : besideStripe(given, readLocalSettings(dataDir, faults));
  const values = parseSettings({ ...local, ...given }, faults);
  if (production) requireInProduction(given, faults);
  const config: Config = {
    production,
    databaseUrl: given['DATABASE_URL'] ? (values.DATABASE_URL ?? null) : null,
    redisUrl: values.REDIS_URL ?? null,
    smtpUrl: values.SMTP_URL ?? `smtp://127.0.0.1:${values.INBOX_SMTP_PORT}`,
    smtpIsLocalInbox: !production && given['SMTP_URL'] === undefined,
    relayPasswords: readRelayPasswords(given, faults),
    publicUrl: (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, ''),
    secretKeys: parseSecretKeys(values.SECRET_KEYS, production, faults),
    suppressionKey: parseKey('SUPPRESSION_KEY', values.SUPPRESSION_KEY, production, faults),
    trustProxy: parseTrustProxy(values.TRUST_PROXY, faults),
    port: values.PORT,
    inboxPort: values.INBOX_PORT,
    inboxSmtpPort: values.INBOX_SMTP_PORT,
    stripeSandboxPort: values.STRIPE_SANDBOX_PORT,
    dataDir,
    logLevel: values.LOG_LEVEL,
    dkim: parseDkim(values, faults),
    inbound: parseInbound(values, faults),
    metrics: readMetricsSettings(values),
    keepDeliveriesDays: values.KEEP_DELIVERIES_DAYS,
    keepChangesDays: values.KEEP_CHANGES_DAYS,
    mailWebhooks: parseMailWebhooks(values, faults),
    stripe: readStripeSettings(values, production, faults),
    fetchAllowedOrigins: !production && values.SAMPLE_ORIGIN ? [values.SAMPLE_ORIGIN] : [],
    delivery: {
      batchSize: values.DELIVERY_BATCH_SIZE,
      groupSize: values.DELIVERY_GROUP_SIZE,
      connections: values.DELIVERY_CONNECTIONS,
      leaseSeconds: values.DELIVERY_LEASE_SECONDS,
    },
  };
  if (faults.length > 0) throw new InvalidConfig(faults);
  return config;
}

type Values = z.infer<typeof settings>;

/** What is kept of the sandbox's Stripe is of no use beside a given one: its key must not go there, nor theirs here. */
function besideStripe(given: Environment, local: Environment): Environment {
  if (!Object.keys(stripeShape).some((name) => given[name] !== undefined)) return local;
  return Object.fromEntries(Object.entries(local).filter(([name]) => !Object.hasOwn(stripeShape, name)));
}

/** A variable that is set to nothing counts as not set, as env files and container settings mean it. */
function dropEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
}

function withSecretsFromFiles(env: Environment, faults: string[], names = secretNames): Environment {
  const result = { ...env };
  for (const name of names) {
    const path = env[`${name}_FILE`];
    if (path === undefined) continue;
    try {
      result[name] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      faults.push(`${name}_FILE is ${path}, which cannot be read: ${messageOf(error)}`);
    }
  }
  return result;
}

/** The setting that holds a relay's password. */
export function relayPasswordName(relay: string): string {
  return `RELAY_${relay.toUpperCase().replaceAll('-', '_')}_PASSWORD`;
}

function readRelayPasswords(given: Environment, faults: string[]): Record<string, string> {
  const names = Object.keys(given).filter((name) => /^RELAY_.*_PASSWORD(_FILE)?$/i.test(name));
  const wrong = names.filter((name) => !/^RELAY_[A-Z0-9]+(_[A-Z0-9]+)*_PASSWORD(_FILE)?$/.test(name));
  for (const name of wrong)
    faults.push(
      `${name} is no setting: it is RELAY_, a relay's name in capitals with _ for each -, _PASSWORD`,
    );
  const settingNames = [...new Set(names.map((name) => name.replace(/_FILE$/, '')))];
  const values = withSecretsFromFiles(given, faults, settingNames);
  const relayOf = (name: string): string =>
    name.slice('RELAY_'.length, -'_PASSWORD'.length).toLowerCase().replaceAll('_', '-');
  return Object.fromEntries(settingNames.map((name) => [relayOf(name), values[name] ?? '']));
}

function readLocalSettings(dataDir: string, faults: string[]): Environment {
  try {
    return readSettingsFile(dataDir);
  } catch (error) {
    const path = resolve(dataDir, localSettingsFile);
    faults.push(`${path} cannot be read (${messageOf(error)}); put it back from a copy`);
    return {};
  }
}

/** The settings; a wrong one counts as not given, so that what else is wrong or missing is reported as well. */
function parseSettings(env: Environment, faults: string[]): Values {
  const parsed = settings.safeParse(env);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  for (const issue of issues) faults.push(describeIssue(issue, env));
  const wrong = issues.map(({ path }) => path[0]);
  return settings.parse(Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.includes(name))));
}

function describeIssue(issue: z.core.$ZodIssue, env: Environment): string {
  const name = String(issue.path[0]);
  const secret = secretNames.includes(name);
  return `${name}${secret ? '' : ` is ${JSON.stringify(env[name])}:`} ${issue.message}`;
}

// What is in the database is not known here, and without this mail would go to this machine until it is.
const whyNeeded: Record<string, string> = {
  SMTP_URL: ', also beside relays in the database: it is what mail goes by while there are none',
};

function requireInProduction(given: Environment, faults: string[]): void {
  const needed = ['DATABASE_URL', 'SMTP_URL', 'PUBLIC_URL', 'SECRET_KEYS', 'SUPPRESSION_KEY'] as const;
  for (const name of needed) {
    if (given[name] === undefined)
      faults.push(`${name} is not set; production needs it${whyNeeded[name] ?? ''}`);
  }
}

function parseSecretKeys(text: string | undefined, production: boolean, faults: string[]): SecretKey[] {
  if (text === undefined) {
    if (!production) faults.push('SECRET_KEYS is not set; npm start makes one, or set id:base64 yourself');
    return [];
  }
  const keys = text.split(',').map((part) => part.trim());
  return keys.flatMap((part, index) => {
    const [, id, encoded] = /^([a-z0-9]{1,8}):([A-Za-z0-9+/=_-]+)$/.exec(part) ?? [];
    const secret = Buffer.from(encoded ?? '', 'base64');
    if (id === undefined || secret.length < 32) {
      faults.push(
        `SECRET_KEYS: key ${index + 1} is not "id:base64" with an id of 1 to 8 of a-z0-9 and 32 bytes or more`,
      );
      return [];
    }
    return [{ id, secret }];
  });
}

function parseKey(name: string, text: string | undefined, production: boolean, faults: string[]): Buffer {
  const key = Buffer.from(text ?? '', 'base64');
  if (text === undefined && production) return key;
  if (key.length < 32)
    faults.push(
      `${name} is ${text === undefined ? 'not set' : 'too short'}; it is 32 bytes or more in base64`,
    );
  return key;
}
