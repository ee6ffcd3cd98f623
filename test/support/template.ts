import { openDatabase } from '../../src/db.ts';
import { migrate } from '../../src/migrate.ts';

const templateName = 'broadsheet_template';

/** Makes the migrated database that every test file's own is cloned from, and gives its name. */
export async function makeTemplate(serverUrl: string): Promise<string> {
  const server = openDatabase(serverUrl, () => {}, 1);
  await server.pool.query(`create database ${templateName}`);
  const template = openDatabase(databaseUrl(serverUrl, templateName), () => {}, 2);
  await migrate(template);
  await template.close();
  await server.close();
  return templateName;
}

/** The address of another database of the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
