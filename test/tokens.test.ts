import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readSupportLink } from '../src/delivery/links.ts';
import { createTokens } from '../src/tokens.ts';

const [old, current] = [
  { id: 'k1', secret: randomBytes(32) },
  { id: 'k2', secret: randomBytes(32) },
];
const tokens = createTokens({ keys: [current, old] });
const ids = fc.nat({ max: 2 ** 40 });

/** The token with one bit of its payload turned over. */
function flip(token: string, bit: number): string {
  const [id = '', payload = ''] = token.split('.');
  const bytes = Buffer.from(payload, 'base64url');
  const index = bit % (bytes.length * 8);
  bytes[index >> 3] = (bytes[index >> 3] ?? 0) ^ (1 << (index & 7));
  return `${id}.${bytes.toString('base64url')}`;
}

describe('the tokens of a delivery', () => {
  it('name their edition and subscriber, each for its own purpose only', () => {
    fc.assert(
      fc.property(ids, ids, (editionId, subscriberId) => {
        const delivery = tokens.forDelivery(editionId, subscriberId);
        const own = { ...delivery, ...delivery.forAppeal() };
        assert.deepEqual(readSupportLink(tokens, own.support), { editionId, subscriberId });
        const purposes = ['unsubscribe', 'preferences', 'click', 'support', 'why'] as const;
        for (const purpose of purposes) {
          assert.deepEqual(tokens.readDelivery(purpose, own[purpose]), { editionId, subscriberId });
          for (const other of purposes) {
            if (other !== purpose) assert.equal(tokens.readDelivery(other, own[purpose]), null);
          }
        }
      }),
    );
  });

  it('are refused with any bit changed', () => {
    const { unsubscribe } = tokens.forDelivery(12, 345);
    for (let bit = 0; bit < 28 * 8; bit += 1)
      assert.equal(tokens.readDelivery('unsubscribe', flip(unsubscribe, bit)), null, `bit ${bit}`);
  });

  it('are refused in any other spelling', () => {
    const { unsubscribe } = tokens.forDelivery(1, 2);
    for (const spelling of [
      `${unsubscribe}=`,
      ` ${unsubscribe}`,
      unsubscribe.replace('.', '..'),
      unsubscribe.slice(0, -1),
      `${unsubscribe}A`,
      '',
      '.',
      'k2.',
    ]) {
      assert.equal(tokens.readDelivery('unsubscribe', spelling), null, spelling);
    }
  });

  it('outlive a new first key, and end with the removal of their own', () => {
    const { click } = createTokens({ keys: [old] }).forDelivery(1, 2);
    assert.deepEqual(tokens.readDelivery('click', click), { editionId: 1, subscriberId: 2 });
    assert.equal(createTokens({ keys: [current] }).readDelivery('click', click), null);
  });
});

describe('the tokens of a delivery that stand in an address', () => {
  it('name it in any case, each for its own purpose only', () => {
    fc.assert(
      fc.property(ids, ids, (editionId, subscriberId) => {
        const own = tokens.forDelivery(editionId, subscriberId);
        const { 'return-path': returnPath, 'unsubscribe-mail': leave } = own.forAddresses();
        assert.match(returnPath, /^k2\.[a-z2-7]{32}$/);
        assert.deepEqual(tokens.readAddress('return-path', returnPath.toUpperCase()), {
          editionId,
          subscriberId,
        });
        assert.deepEqual(tokens.readAddress('unsubscribe-mail', leave), { editionId, subscriberId });
        assert.equal(tokens.readAddress('return-path', leave), null);
        assert.equal(tokens.readAddress('unsubscribe-mail', returnPath), null);
        assert.equal(tokens.readDelivery('unsubscribe', leave), null);
        assert.equal(tokens.readAddress('unsubscribe-mail', own.unsubscribe), null);
      }),
    );
  });

  it('are refused with any letter changed', () => {
    const token = tokens.forDelivery(12, 345).forAddresses()['return-path'];
    for (let index = 3; index < token.length; index += 1) {
      const changed = token.slice(0, index) + (token[index] === 'q' ? 'r' : 'q') + token.slice(index + 1);
      assert.equal(tokens.readAddress('return-path', changed), null, changed);
    }
    for (const wrong of ['', 'k2.', token.slice(0, -1), `${token}a`, token.replace('k2.', 'k9.')])
      assert.equal(tokens.readAddress('return-path', wrong), null, wrong);
  });
});

describe('a signed text', () => {
  it('comes back for its purpose, until it expires', () => {
    const now = new Date('2026-11-23T06:00:00Z');
    const token = tokens.sign('confirm', 'п 17', new Date(now.getTime() + 1000));
    assert.equal(tokens.read('confirm', token, now), 'п 17');
    assert.equal(tokens.read('sign-in', token, now), null);
    assert.equal(tokens.read('confirm', token, new Date(now.getTime() + 1000)), null);
  });

  it('is refused with any bit changed', () => {
    const token = tokens.sign('confirm', '17');
    for (let bit = 0; bit < 24 * 8; bit += 1)
      assert.equal(tokens.read('confirm', flip(token, bit)), null, `bit ${bit}`);
  });
});
