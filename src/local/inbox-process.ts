// Runs maildev and ends with the process that started it, also when that one is killed.
process.on('disconnect', () => process.exit(0));
await import(new URL('./bin/maildev.js', import.meta.resolve('maildev')).href);
