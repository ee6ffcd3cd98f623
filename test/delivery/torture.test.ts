import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Backend } from '../../bench/torture/stage.ts';
import { torture } from '../../bench/torture/torture.ts';
import { skipWithout } from '../support/needs.ts';

// On each backend.
const kills = 5;
const withoutSink = skipWithout('smtp-sink');
const backends: Array<{ backend: Backend; skip: string | false }> = [
  { backend: 'postgres', skip: withoutSink },
  { backend: 'redis', skip: withoutSink || skipWithout('redis') },
];

// `npm run torture` is the same at length, and at full speed.
for (const { backend, skip } of backends) {
  describe(`workers killed at random moments, the queue on ${backend}`, { skip }, () => {
    it('leave nobody with two, nobody lost, and nobody in doubt without a reason', async () => {
      const sends = await torture({
        seed: 11,
        kills,
        rows: 2_000,
        perSecond: 250,
        backends: [backend],
      });
      assert.deepEqual(
        sends.flatMap(({ faults }) => faults),
        [],
      );
      assert.equal(
        sends.reduce((total, send) => total + send.kills, 0),
        kills,
      );
    });
  });
}
