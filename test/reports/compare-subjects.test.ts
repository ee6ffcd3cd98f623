import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareSubjects } from '../../src/reports/report/compare-subjects.ts';

const of = (...counts: Array<[sent: number, clicks: number]>) =>
  compareSubjects(counts.map(([sent, clicks], index) => ({ subject: `Subject ${index + 1}`, sent, clicks })));

describe('subjects that were tried', () => {
  it('differ only where chance does not do as much', () => {
    const [close] = of([1_000, 100], [1_000, 115])?.pairs ?? [];
    assert.equal(close?.isChance, true);
    assert.ok((close?.low ?? 1) < 0 && (close?.high ?? 0) > 0);
    const [far] = of([5_000, 400], [5_000, 600])?.pairs ?? [];
    assert.deepEqual([far?.best, far?.other, far?.isChance], [1, 0, false]);
    assert.ok((far?.low ?? 0) > 0 && (far?.share ?? 0) > 0.039 && (far?.share ?? 1) < 0.041);
  });

  it('are held to more where there are three, of which the best is looked at', () => {
    const two = of([2_000, 200], [2_000, 262]);
    const three = of([2_000, 200], [2_000, 262], [2_000, 230]);
    assert.deepEqual(
      two?.pairs.map(({ isChance }) => isChance),
      [false],
    );
    assert.deepEqual(
      three?.pairs.map(({ other, isChance }) => [other, isChance]),
      [
        [0, true],
        [2, true],
      ],
    );
  });

  it('are not compared where there is one, or one was sent to nobody', () => {
    assert.equal(of([1_000, 100]), null);
    assert.equal(of([1_000, 100], [0, 0]), null);
  });

  it('that were both clicked by nobody are no winners', () => {
    const [pair] = of([1_000, 0], [1_000, 0])?.pairs ?? [];
    assert.equal(pair?.isChance, true);
  });
});
