import assert from 'node:assert/strict';

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/g;

/** Reads a page in Prometheus' text format; fails on any line that is none of it, and on a sample that is there twice. */
export function parseExposition(text: string): Sample[] {
  assert.ok(text.endsWith('\n'), 'the last line ends');
  const lines = text.split('\n').filter((line) => line !== '');
  const samples = lines.filter((line) => !/^# (HELP|TYPE) \S+ ./.test(line)).map(parseSample);
  const keys = samples.map(({ name, labels }) => `${name}${JSON.stringify(labels)}`);
  assert.equal(new Set(keys).size, keys.length, 'a sample is there twice');
  return samples;
}

function parseSample(line: string): Sample {
  const [, name = '', inside = '', number = ''] = sampleLine.exec(line) ?? assert.fail(`no sample: ${line}`);
  const pairs = [...inside.matchAll(label)];
  assert.equal(pairs.map(([whole]) => whole).join(''), inside, `labels of: ${line}`);
  const value = Number(number.replace('Inf', 'Infinity'));
  // Read without regard to case by Prometheus.
  assert.ok(/^nan$/i.test(number) || !Number.isNaN(value), `value of: ${line}`);
  return { name, labels: Object.fromEntries(pairs.map(([, key, text]) => [key, text])), value };
}

/** The value of the one sample of this name with these labels; undefined where there is none. */
export function valueOf(
  samples: Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  assert.ok(found.length < 2, `${name} ${JSON.stringify(labels)} names several`);
  return found[0]?.value;
}
