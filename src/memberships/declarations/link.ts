import type { Services } from '../../services.ts';

const purpose = 'match-declaration';
const validForMs = 30 * 24 * 3_600_000;

/** The link of a receipt by which the address's owner matches a declaration. */
export function matchToken({ tokens }: Services, declarationId: number, receivedAt: Date): string {
  return tokens.sign(purpose, String(declarationId), new Date(receivedAt.getTime() + validForMs));
}

/** Which declaration a link is of; null where it is forged, of another purpose or too old. */
export function readMatchToken({ tokens }: Services, token: string, now: Date = new Date()): number | null {
  const id = tokens.read(purpose, token, now);
  return id === null ? null : Number(id);
}
