import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { inGroups } from '../src/in-groups.ts';

describe('what is done in groups', () => {
  it('is done at once for whoever comes alone, and together for those who come meanwhile', async () => {
    const groups: number[][] = [];
    const double = inGroups(async (group: number[]) => {
      groups.push(group);
      await turn();
      return group.map((one) => one * 2);
    });
    assert.deepEqual(await Promise.all([1, 2, 3].map(double)), [2, 4, 6]);
    assert.equal(await double(4), 8);
    assert.deepEqual(groups, [[1], [2, 3], [4]]);
  });

  it('is tried one by one where a group fails, so that one fault keeps no other back', async () => {
    const refuseThree = inGroups(async (group: number[]) => {
      await turn();
      if (group.includes(3)) throw new Error('three');
      return group;
    });
    const results = await Promise.allSettled([1, 2, 3, 4].map(refuseThree));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    );
  });

  it('comes in groups of no more than so many', async () => {
    const sizes: number[] = [];
    const count = inGroups(async (group: number[]) => {
      sizes.push(group.length);
      await turn();
      return group;
    }, 2);
    await Promise.all([1, 2, 3, 4, 5].map(count));
    assert.deepEqual(sizes, [1, 2, 2]);
  });
});
