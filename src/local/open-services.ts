import { join } from 'node:path';
import { type Config, dataDirectory, isProduction, loadConfig } from '../config.ts';
import { migrate } from '../migrate.ts';
import { createServices, type Services } from '../services.ts';
import { ensureLocalKeys } from './settings.ts';

/**
 * The settings of a process; outside of production, with this machine's own keys made where there are none.
 * @param chosen settings that go before those of the environment
 */
export function prepareConfig(chosen: Record<string, string> = {}): Config {
  if (!isProduction()) ensureLocalKeys(dataDirectory());
  return loadConfig(undefined, chosen);
}

/**
 * Connects the parts of one process. Where no database is configured it is the embedded one, which is started
 * if nobody has, and then stopped again by `close`.
 */
export async function openServices(config: Config, name: string): Promise<Services> {
  if (config.databaseUrl !== null) return createServices(config, config.databaseUrl, name);
  const { ensureDatabase, startPostgres } = await import('./postgres.ts');
  const postgres = await startPostgres({ dataDir: join(config.dataDir, 'postgres') });
  const url = await ensureDatabase(postgres.url, 'broadsheet');
  const services = createServices(config, url, name);
  if (postgres.reused) return services;
  await migrate(services);
  const close = async (): Promise<void> => {
    await services.close();
    await postgres.stop();
  };
  return { ...services, close };
}
