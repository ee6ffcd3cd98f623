// `npm run bench`: every benchmark, or `npm run bench -- delivery` for one. Each prints a ratio against a yardstick
// that is measured in the same run: figures of one machine at one moment mean little by themselves.
import { benchDelivery } from './delivery.ts';
import { benchImport } from './import.ts';
import { withPostgres } from './postgres.ts';
import { benchSigning } from './signing.ts';

const benchmarks: Record<string, (databaseUrl: string) => Promise<void>> = {
  delivery: benchDelivery,
  import: benchImport,
  signing: benchSigning,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(
    `no benchmark is called ${unknown.join(', ')}; there is: ${Object.keys(benchmarks).join(', ')}`,
  );
  process.exit(2);
}
for (const [name, bench] of Object.entries(benchmarks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  await withPostgres(bench);
}
