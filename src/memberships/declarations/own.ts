import { foldAddress, hashAddress } from '../../address-hash.ts';
import type { Services } from '../../services.ts';
import { readPreferences } from '../../subscribers/preferences.ts';
import { type Contract, contractsOf } from './contracts.ts';
import type { DeclarationKind } from './declaration.ts';

/** A signed-in person, with what they could declare something about. */
export interface Own {
  subscriberId: number;
  name: string;
  address: string;
  language: string | null;
  contracts: Contract[];
}

/** Who is signed in, or null. */
export async function ownContracts(
  services: Services,
  kind: DeclarationKind,
  subscriberId: number | null,
  now: Date = new Date(),
): Promise<Own | null> {
  const person = subscriberId === null ? null : await readPreferences(services, subscriberId);
  if (person === null || subscriberId === null) return null;
  const { name, address, language } = person;
  return {
    subscriberId,
    name,
    address,
    language,
    contracts: await contractsOfAddress(services, kind, address, { receivedAt: now, now }),
  };
}

/** The contracts of an address that its owner has shown to be theirs. */
export function contractsOfAddress(
  { db, config }: Services,
  kind: DeclarationKind,
  address: string,
  moments: { receivedAt: Date; now: Date },
): Promise<Contract[]> {
  const addressKey = foldAddress(address) ?? '';
  const addressHash = hashAddress(config.suppressionKey, addressKey);
  return contractsOf(db, kind, { addressHash, addressKey }, moments);
}
