import type { Tokens } from '../../tokens.ts';

// Of the links of a mail; `delivery` signs them when it splices, by the same name and form.
const purpose = 'ballot';

/** The link's token with which one person votes in one ballot. */
export function ballotToken(tokens: Tokens, ballotId: number, subscriberId: number): string {
  return tokens.sign(purpose, `${ballotId}.${subscriberId}`);
}

/** Who may vote by a token in this ballot; null where it is forged, or of another ballot. */
export function readBallotToken(tokens: Tokens, ballotId: number, token: string): number | null {
  const [, ballot, subscriber] = /^(\d{1,15})\.(\d{1,15})$/.exec(tokens.read(purpose, token) ?? '') ?? [];
  return ballot !== undefined && Number(ballot) === ballotId ? Number(subscriber) : null;
}
