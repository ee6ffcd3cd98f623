import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { readReport } from '../../src/delivery/bounces/read-report.ts';
import type { Report } from '../../src/delivery/bounces/report.ts';
import { dataFolder, skipWithoutData } from '../support/needs.ts';
import { startProcessorTime } from '../support/processor-time.ts';

interface Label {
  reason: string;
  hardbounce: boolean;
  /** Of a complaint: its type. */
  extra?: string;
}

const sisimai = join(dataFolder, 'bounces-sisimai');
const crisp = join(dataFolder, 'bounces-crisp/test/fixtures');
const malformed = join(dataFolder, 'eml-malformed/resources');
const wanted = 0.97;

// The rules were begun on the first half alone (docs/decisions/0007-bounces.md).
const halves = { first: 0, second: 1 } as const;
const isOf = (half: number, file: string): boolean =>
  (createHash('sha256').update(basename(file)).digest()[0] ?? 0) % 2 === half;

/** A delay is news of a delivery: on the side of bounces, though it suppresses nobody. */
function sideOf({ kind }: Report): string {
  if (kind === 'bounce' || kind === 'delayed') return 'bounce';
  return kind === 'complaint' ? 'complaint' : 'neither';
}

function sideOfLabels(labels: Label[]): string {
  const feedback = labels.find(({ reason }) => reason === 'feedback');
  if (feedback) return feedback.extra === 'auth-failure' ? 'neither' : 'complaint';
  return labels.every(({ reason }) => ['vacation', 'delivered'].includes(reason)) ? 'neither' : 'bounce';
}

/** Counts what agrees, says so in the test's output, and names what does not where it is too much. */
async function agrees(
  test: TestContext,
  files: string[],
  compare: (file: string) => Promise<boolean>,
): Promise<void> {
  const wrong: string[] = [];
  for (const file of files) if (!(await compare(file))) wrong.push(basename(file));
  const share = 1 - wrong.length / files.length;
  test.diagnostic(`${files.length - wrong.length} of ${files.length} agree (${(100 * share).toFixed(1)} %)`);
  assert.ok(
    files.length > 0 && share >= wanted,
    `only ${(100 * share).toFixed(1)} % agree; not: ${wrong.join(', ')}`,
  );
}

describe('real bounces with labels', { skip: skipWithoutData('bounces-sisimai') }, () => {
  const labels = (): Record<string, Label[]> =>
    JSON.parse(readFileSync(join(sisimai, 'expected.json'), 'utf8'));
  const labelled = (half: number): string[] =>
    Object.keys(labels())
      .filter((file) => isOf(half, file))
      .map((file) => join(sisimai, file));

  for (const [name, half] of Object.entries(halves)) {
    it(`agree on hard or not, the ${name} half`, async (test) => {
      const expected = labels();
      await agrees(test, labelled(half), async (file) => {
        const { recipients } = await readReport(readFileSync(file));
        const isHard = (expected[basename(file)] ?? []).some(({ hardbounce }) => hardbounce);
        return recipients.some((one) => one.class === 'hard') === isHard;
      });
    });

    it(`agree on bounce, complaint or neither, the ${name} half`, async (test) => {
      const expected = labels();
      await agrees(test, labelled(half), async (file) => {
        const report = await readReport(readFileSync(file));
        return sideOf(report) === sideOfLabels(expected[basename(file)] ?? []);
      });
    });
  }
});

describe('bodies of bounces with labels', { skip: skipWithoutData('bounces-crisp') }, () => {
  for (const [name, half] of Object.entries(halves)) {
    it(`agree on permanent, temporary or neither, the ${name} half`, async (test) => {
      const files = globSync(join(crisp, '*.txt')).filter((file) => isOf(half, file));
      await agrees(test, files, async (file) => {
        const { data } = JSON.parse(
          readFileSync(join(crisp, 'expected', `${basename(file, '.txt')}.json`), 'utf8'),
        );
        const expected = data?.error?.permanent ? '5' : data?.error?.temporary ? '4' : '';
        const { recipients } = await readReport(readFileSync(file));
        return (recipients[0]?.status.slice(0, 1) ?? '') === expected;
      });
    });
  }
});

describe('messages that break every rule', { skip: skipWithoutData('eml-malformed') }, () => {
  it('are read in less than a second each, and suppress nobody', async () => {
    const files = globSync(join(malformed, '**/*.*'));
    assert.ok(files.length > 100, malformed);
    for (const file of files) {
      const took = startProcessorTime();
      const { kind, recipients } = await readReport(readFileSync(file));
      assert.ok(took() < 1_000, file);
      assert.ok(!recipients.some((one) => one.class === 'hard'), file);
      assert.notEqual(kind, 'complaint', file);
    }
  });
});
