import { join } from 'node:path';
import { type Config, dataDirectory, isProduction, loadConfig } from '../config.ts';
import { migrate } from '../migrate.ts';
import { createServices, type Services } from '../services.ts';
import { ensureLocalKeys } from './settings.ts';

/**
 * The settings of a process; outside of production, with this machine's own keys made where nobody gave any.
 * @param chosen settings that go before those of the environment
 */
export function prepareConfig(chosen: Record<string, string> = {}): Config {
  if (!isProduction()) ensureLocalKeys(dataDirectory());
  return loadConfig(undefined, chosen);
}

/**
 * Connects the parts of one process. Where no database is configured it is the embedded one, which is started
 * if nobody has, and stopped again where this is the last process that uses it.
 */
export async function openServices(config: Config, name: string): Promise<Services> {
  if (config.databaseUrl !== null) return connect(config, config.databaseUrl, name);
  const { ensureDatabase, startPostgres } = await import('./postgres.ts');
  const starting = startPostgres({ dataDir: join(config.dataDir, 'postgres') });
  stopOnInterrupt(async () => (await starting).stop());
  const postgres = await starting;
  try {
    const services = await connect(config, await ensureDatabase(postgres.url, 'broadsheet'), name);
    return await withMigrations({
      ...services,
      close: async () => {
        await services.close();
        await postgres.stop();
      },
    });
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function connect(config: Config, databaseUrl: string, name: string): Promise<Services> {
  if (config.stripe === null) return createServices(config, databaseUrl, name);
  const { watchStripeKey } = await import('../memberships/stripe/key-refused.ts');
  return watchStripeKey(await createServices(config, databaseUrl, name));
}

/** Whoever started the server may not be through with them yet. */
async function withMigrations(services: Services): Promise<Services> {
  try {
    await migrate(services);
    return services;
  } catch (error) {
    await services.close();
    throw error;
  }
}

/** A command that is interrupted leaves no server running; web and worker have an order of their own to end in. */
function stopOnInterrupt(stop: () => Promise<void>): void {
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(name, () => {
      if (process.listenerCount(name) > 0) return;
      void stop().finally(() => process.exit(code));
    });
  }
}
