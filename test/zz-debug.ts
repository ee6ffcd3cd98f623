import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBrowser } from './support/browser.ts';
import { start, temporaryFolder } from './support/start.ts';
const f = await temporaryFolder();
const running = await start(join(f.path,'data'), { env: { PORT: '35110', INBOX_PORT: '35210', INBOX_SMTP_PORT: '35310' } });
const b = await startBrowser();
for (let i = 0; i < 4; i++) {
const page = await b.open({ width: 375 });
await page.goto(`${running.site}/gallery`);
const href = await page.locator('main a[href^="/gallery/edition-"]').first().getAttribute('href');
await page.goto(`${running.site}${href}`);
console.log(href, JSON.stringify(await page.locator('img').evaluateAll((all) => all.map((i) => [(i as any).naturalWidth, i.getBoundingClientRect().width]))));
await sleep(10000);
}
await b.close(); await running.stop(); await f.remove();
