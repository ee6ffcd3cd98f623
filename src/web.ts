import { once } from 'node:events';
import { languagesWith } from '../languages/index.ts';
import { createApp } from './app.ts';
import { reportAll } from './report-all.ts';
import { openServices, prepareConfig } from './local/open-services.ts';
import { messageOf } from './errors.ts';
import { noteMode } from './memberships/note-mode.ts';
import { serveMetrics } from './metrics-server.ts';
import { stopOnSignal } from './shutdown.ts';

const finishRequestsMs = 10_000;

try {
  const config = prepareConfig();
  const services = await openServices(config, 'web');
  await noteMode(services);
  const metrics = await serveMetrics(services, reportAll(services));
  // Every language is loaded before the first reader asks for it.
  languagesWith('pages');
  const server = createApp(services).listen(config.port, config.production ? '0.0.0.0' : '127.0.0.1');
  await once(server, 'listening');
  services.log.info({ port: config.port }, 'the web listens');
  process.send?.('ready');
  stopOnSignal(services.log, async () => {
    const closed = once(server, 'close');
    services.streams.end();
    server.close();
    setTimeout(() => server.closeAllConnections(), finishRequestsMs).unref();
    await closed;
    await metrics?.close();
    await services.close();
  });
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}
