// Runs maildev and ends with the process that started it, also when that one is killed.
import { createRequire } from 'node:module';
import { join } from 'node:path';

process.on('disconnect', () => process.exit(0));
const bin = join(createRequire(import.meta.url).resolve('maildev'), '..', 'bin', 'maildev.js');
await import(bin);
