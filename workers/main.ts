import { reportAll } from '../src/report-all.ts';
import { messageOf } from '../src/errors.ts';
import { noteMode } from '../src/memberships/note-mode.ts';
import { openServices, prepareConfig } from '../src/local/open-services.ts';
import { serveMetrics } from '../src/metrics-server.ts';
import { stopOnSignal } from '../src/shutdown.ts';
import { startWorker } from './start-worker.ts';

try {
  const services = await openServices(prepareConfig(), 'worker');
  await noteMode(services);
  const metrics = await serveMetrics(services, reportAll(services));
  const stop = await startWorker(services);
  services.log.info({ queue: services.jobs.backend }, 'the worker works');
  process.send?.('ready');
  stopOnSignal(services.log, async () => {
    await stop();
    await metrics?.close();
    await services.close();
  });
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}
