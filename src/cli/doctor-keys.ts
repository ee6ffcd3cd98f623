import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type DkimAlgorithm, dkimRecord, generateKey, type TxtRecord } from '../delivery/dkim-keys.ts';
import { codeOf, Conflict, InvalidInput, messageOf } from '../errors.ts';
import { type CommandSpec, defineCommand } from './command.ts';

interface Keys {
  files: string[];
  records: TxtRecord[];
  settings: Record<string, string>;
}

interface Wanted {
  domain: string;
  selector: string;
  folder: string;
  ed25519?: boolean;
}

export const keysCommand: CommandSpec = defineCommand<Keys>({
  name: 'doctor keys',
  summary: 'Make a key that mail is signed with, and say which DNS record and settings go with it.',
  usage: (command) =>
    command
      .requiredOption('--domain <domain>', "the From address's domain")
      .requiredOption('--selector <name>', 'what this key is called there, such as s2026')
      .option('--folder <path>', 'where the private keys are written', '.')
      .option('--ed25519', 'a second key, of Ed25519, for those who can read it'),
  run: (_context, _args, options) => makeKeys(options as unknown as Wanted),
  print: ({ files, records, settings }) =>
    [
      'Private keys, readable by you alone:',
      ...files.map((file) => `  ${file}`),
      '\nDNS records to paste:',
      ...records.map(({ paste }) => `  ${paste}`),
      '\nSettings, once the records are there (broadsheet doctor looks):',
      ...Object.entries(settings).map(([name, value]) => `  ${name}=${value}`),
    ].join('\n'),
});

async function makeKeys(wanted: Wanted): Promise<Keys> {
  const { domain, selector, folder, ed25519 = false } = checkWanted(wanted);
  const keys: Keys = { files: [], records: [], settings: { DKIM_DOMAIN: domain } };
  try {
    await addKey(keys, 'rsa', 'DKIM', { domain, selector, folder });
    if (ed25519)
      await addKey(keys, 'ed25519', 'DKIM_ED25519', { domain, selector: `${selector}-ed25519`, folder });
    return keys;
  } catch (error) {
    // A half of what was asked for would stand in the way of the next try.
    await Promise.all(keys.files.map((file) => rm(file)));
    throw error;
  }
}

async function addKey(
  keys: Keys,
  algorithm: DkimAlgorithm,
  prefix: string,
  { domain, selector, folder }: Wanted,
): Promise<void> {
  const { privateKey, publicKey } = await generateKey(algorithm);
  const file = resolve(folder, `dkim-${selector}.${domain}.pem`);
  await writeNew(file, privateKey);
  keys.files.push(file);
  keys.records.push(dkimRecord({ algorithm, domain, selector, publicKey }));
  keys.settings[`${prefix}_SELECTOR`] = selector;
  keys.settings[`${prefix}_PRIVATE_KEY_FILE`] = file;
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new Conflict(
        `${file} is there already and is never overwritten; take another selector or folder`,
      );
    throw new InvalidInput(`${file} cannot be written: ${messageOf(error)}`);
  }
}

function checkWanted({ domain, selector, ...rest }: Wanted): Wanted {
  const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
  if (!label.test(selector) || selector.length > 50)
    throw new InvalidInput(
      `--selector is ${JSON.stringify(selector)}; letters, digits and hyphens, up to 50, are allowed`,
    );
  const labels = domain.split('.');
  if (labels.length < 2 || domain.length > 190 || !labels.every((one) => label.test(one)))
    throw new InvalidInput(
      `--domain is ${JSON.stringify(domain)}; a domain such as courier.example is allowed`,
    );
  return { domain: domain.toLowerCase(), selector: selector.toLowerCase(), ...rest };
}
