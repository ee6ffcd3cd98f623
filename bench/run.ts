// `npm run bench`: every benchmark, or `npm run bench -- delivery` for one. Each prints a ratio against a yardstick
// that is measured in the same run: figures of one machine at one moment mean little by themselves. With `--json` the
// last line is what was measured, as one JSON object (`npm run -s bench -- delivery --json`).
import { parseArgs } from 'node:util';
import { benchDelivery } from './delivery/delivery.ts';
import { benchFreeze } from './freeze.ts';
import { benchHistory } from './history.ts';
import { benchImport } from './import.ts';
import { withPostgres } from './postgres.ts';
import { benchReconcile } from './reconcile.ts';
import { benchReports } from './reports.ts';
import { benchSigning } from './signing.ts';
import { benchToday } from './today.ts';
import { benchWebhooks } from './webhooks.ts';

const benchmarks: Record<string, (databaseUrl: string) => Promise<object | void>> = {
  delivery: benchDelivery,
  freeze: benchFreeze,
  history: benchHistory,
  import: benchImport,
  reconcile: benchReconcile,
  reports: benchReports,
  signing: benchSigning,
  today: benchToday,
  webhooks: benchWebhooks,
};

const { values, positionals: wanted } = parseArgs({
  options: { json: { type: 'boolean' } },
  allowPositionals: true,
});
const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(
    `no benchmark is called ${unknown.join(', ')}; there is: ${Object.keys(benchmarks).join(', ')}`,
  );
  process.exit(2);
}
const results: object[] = [];
for (const [name, bench] of Object.entries(benchmarks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  results.push((await withPostgres(bench)) ?? {});
}
if (values.json) console.log(JSON.stringify(Object.assign({}, ...results)));
