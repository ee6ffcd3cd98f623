import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { skipWithout } from '../support/needs.ts';
import { type Start, start, startPorts, temporaryFolder } from '../support/start.ts';
import { testPages } from './sample/pages.ts';
import { testPatronStory } from './sample/patron-story.ts';

// One start for both: the second takes the newsroom as the first has left it.
describe('the sample newsroom of npm start, in a browser', { skip: skipWithout('chromium') }, () => {
  let browser: TestBrowser | undefined;
  let running: Start | undefined;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const dataDir = (): string => join(folder.path, 'data');

  before(async () => {
    folder = await temporaryFolder();
    const env = await startPorts();
    browser = await startBrowser();
    running = await start(dataDir(), { env });
  });
  after(async () => {
    await browser?.close();
    await running?.stop();
    await folder.remove();
  });

  const sample = () => {
    assert.ok(browser && running, 'both have started');
    return { browser, running, dataDir: dataDir() };
  };
  testPages(sample);
  testPatronStory(sample);
});
