import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import { type Config, loadConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/db.ts';
import { createServices, type Services } from '../../src/services.ts';
import { databaseUrl } from './template.ts';

/** Settings for tests: keys that stay the same, nothing from this machine's environment. */
export function testConfig(changes: Partial<Config> = {}): Config {
  const key = Buffer.alloc(32, 7).toString('base64');
  const config = loadConfig({
    NODE_ENV: 'test',
    DATA_DIR: '/nonexistent',
    PUBLIC_URL: 'http://news.example',
    SECRET_KEYS: `k1:${key}`,
    SUPPRESSION_KEY: key,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
  });
  return { ...config, ...changes };
}

interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A database of the calling file's own, cloned from the migrated template. */
async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  const template = process.env['TEST_TEMPLATE'];
  if (!serverUrl || !template) throw new Error('run the tests with npm test, which starts their PostgreSQL');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = openDatabase(serverUrl, () => {}, 1);
  await server.pool.query(`create database ${name} template ${template} strategy file_copy`);
  const drop = async (): Promise<void> => {
    await server.pool.query(`drop database ${name} with (force)`);
    await server.close();
  };
  return { url: databaseUrl(serverUrl, name), drop };
}

/** The services over a database of the calling file's own; both are gone after the file's tests. */
export async function createTestServices(changes: Partial<Config> = {}): Promise<Services> {
  const { url, drop } = await createTestDatabase();
  const services = await createServices(testConfig({ databaseUrl: url, ...changes }), url, 'test');
  after(async () => {
    await services.close();
    await drop();
  });
  return services;
}
