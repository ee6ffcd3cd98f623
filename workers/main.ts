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
  let giveUp = (why: string): void => {
    console.error(why);
    process.exit(1);
  };
  const stop = await startWorker(services, (name, error) => {
    services.log.fatal({ err: error, job: name }, 'the code of a job cannot be loaded');
    giveUp(`the code of ${name} cannot be loaded`);
  });
  services.log.info({ queue: services.jobs.backend }, 'the worker works');
  process.send?.('ready');
  giveUp = stopOnSignal(services.log, async () => {
    await stop();
    await metrics?.close();
    await services.close();
  });
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}
