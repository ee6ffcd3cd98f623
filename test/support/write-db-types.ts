// Writes src/db-schema.ts from the migrations: `npm run db:types`. They run on a PostgreSQL of this call's own.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../src/config.ts';
import { startPostgres } from '../../src/local/postgres.ts';
import { databaseUrl, makeTemplate } from './template.ts';
import { temporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);
const bin = (name: string): string => join(projectRoot, 'node_modules', '.bin', name);
const schemaFile = join(projectRoot, 'src', 'db-schema.ts');

/** The types of a migrated database, formatted as the file in the project is. */
export async function generateTypes(url: string): Promise<string> {
  const folder = await temporaryFolder('types');
  const out = join(folder.path, 'db-schema.ts');
  const mapping = { int8: 'number', jsonb: 'unknown', inet: 'string' };
  const args = [
    '--dialect=postgres',
    `--url=${url}`,
    '--camel-case',
    '--default-schema=public',
    '--exclude-pattern=bullmq.*',
    '--date-parser=string',
    '--numeric-parser=number',
    `--type-mapping=${JSON.stringify(mapping)}`,
    `--out-file=${out}`,
  ];
  try {
    await run(bin('kysely-codegen'), args);
    const config = ['--config-path', projectRoot, '--stdin-file-path', 'src/db-schema.ts'];
    const formatting = run(bin('biome'), ['format', ...config], { cwd: projectRoot });
    formatting.child.stdin?.end(await readFile(out));
    return (await formatting).stdout;
  } finally {
    await folder.remove();
  }
}

if (import.meta.main) {
  const folder = await temporaryFolder('types');
  const postgres = await startPostgres({
    dataDir: join(folder.path, 'postgres'),
    settings: { fsync: 'off' },
  });
  try {
    const template = await makeTemplate(postgres.url);
    await writeFile(schemaFile, await generateTypes(databaseUrl(postgres.url, template)));
    console.log(`${schemaFile} is written`);
  } finally {
    await postgres.stop();
    await folder.remove();
  }
}
