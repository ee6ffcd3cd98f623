import { type Actor, describeActor } from '../../access/actor.ts';
import { type Scope, scopes } from '../../access/api.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import { Conflict, InvalidInput } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { hashToken, randomToken } from '../../tokens.ts';
import { mailOwners } from '../mail-owners.ts';
import { insertKey } from '../queries/keys.ts';
import { type ApiKey, toKey } from './key.ts';
import { say } from '../say.ts';

// So that whoever looks for lost secrets knows one of ours.
const prefix = 'bsk_';
const hintLength = 10;
const dayMs = 24 * 3_600_000;
const mostDays = 3_650;

export interface KeyRequest {
  /** What it is for. */
  name: string;
  scopes: string[];
  /** How long it opens something; null: until it is ended. */
  days: number | null;
}

/**
 * Makes a key that opens a part of the API to a program, and tells every owner.
 * @returns the key itself, which stands nowhere: only its hash is kept
 * @throws InvalidInput; Conflict where a key of this name is in use; Forbidden, SignInAgain
 */
export async function makeKey(
  services: Services,
  actor: Actor,
  request: KeyRequest,
  now: Date = new Date(),
): Promise<ApiKey & { key: string }> {
  demand(actor, 'api-keys.change', now);
  const { name, scopes: asked, expiresAt } = read(request, now);
  const key = prefix + randomToken();
  const made = await services.db.transaction().execute(async (trx) => {
    const kept = { tokenHash: hashToken(key), hint: key.slice(0, hintLength), createdAt: now };
    const by = describeActor(actor);
    const row = await insertKey(trx, { name, scopes: asked, expiresAt, createdBy: by, ...kept });
    if (row === undefined) throw new Conflict(say.keyInUse(JSON.stringify(name)));
    await recordAudit(trx, actor, 'api-key.make', `api-key:${row.id}`, { name, scopes: asked, expiresAt });
    const props = { name, scopes: asked, by, at: now };
    await mailOwners(services, trx, { kind: 'key-made', key: String(row.id), props }, now);
    return toKey(row);
  });
  await services.jobs.hint('send-service-mails', [{}]);
  return { ...made, key };
}

function read({ name: given, scopes: asked, days }: KeyRequest, now: Date) {
  const name = cleanLine(given, 1_000);
  if (name === '' || name.length > 80) throw new InvalidInput(say.keyName(name.length));
  const wrong = asked.filter((scope) => !(scopes as readonly string[]).includes(scope));
  if (asked.length === 0 || wrong.length > 0)
    throw new InvalidInput(say.keyScopes(JSON.stringify(asked.join(', ')), scopes));
  if (days !== null && (!Number.isInteger(days) || days < 1 || days > mostDays))
    throw new InvalidInput(say.keyDays(days, mostDays));
  const expiresAt = days === null ? null : new Date(now.getTime() + days * dayMs);
  const known: Scope[] = scopes.filter((scope) => asked.includes(scope));
  return { name, scopes: known, expiresAt };
}
