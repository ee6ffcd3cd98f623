import type { TestBrowser } from '../../support/browser.ts';
import type { Start } from '../../support/start.ts';

/** The sample newsroom that runs, and a browser to look at it. */
export interface Sample {
  browser: TestBrowser;
  running: Start;
  dataDir: string;
}
