import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { databaseUrl } from './support/template.ts';
import { generateTypes } from './support/write-db-types.ts';

describe("the database's types", () => {
  it('are those of the migrations (npm run db:types writes them)', async () => {
    const { TEST_DATABASE_URL: server = '', TEST_TEMPLATE: template = '' } = process.env;
    const kept = await readFile(new URL('../src/db-schema.ts', import.meta.url), 'utf8');
    assert.equal(await generateTypes(databaseUrl(server, template)), kept);
  });
});
