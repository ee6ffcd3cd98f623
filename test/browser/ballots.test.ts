import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { signVote } from '../../src/delivery/links.ts';
import { hashToken, randomToken } from '../../src/tokens.ts';
import { addBallot } from '../../src/topics/ballots/add-ballot.ts';
import type { Ballot } from '../../src/topics/ballots/ballot.ts';
import { castVote } from '../../src/topics/ballots/cast-vote.ts';
import { closeBallot } from '../../src/topics/ballots/close-ballot.ts';
import { openBallot } from '../../src/topics/ballots/open-ballot.ts';
import { keepPromise } from '../../src/topics/promises/keep-promise.ts';
import { makePromise } from '../../src/topics/promises/make-promise.ts';
import { addTopic, suggestTopic } from '../../src/topics/suggest.ts';
import { faultsOf, startBrowser, type TestBrowser } from '../support/browser.ts';
import { skipWithout } from '../support/needs.ts';
import { createTestServices } from '../support/services.ts';
import { addPatron, openMembership, type Patron } from '../support/voters.ts';
import { startWeb } from '../support/web.ts';

const daysAgo = (days: number): Date => new Date(Date.now() - days * 24 * 3_600_000);
const options = [
  {
    title: 'Who owns the new grain terminal',
    details: 'Three companies, one address, and no name on the door.',
  },
  { title: 'A winter in a school without heating', details: 'We would stay in one class until spring.' },
  { title: 'Where the river’s fish went', details: '' },
];

describe('ballots in a browser', { skip: skipWithout('chromium') }, async () => {
  const services = await createTestServices();
  const { db, tokens } = services;
  const web = await startWeb(services);
  const patrons: Patron[] = [];
  let browser: TestBrowser;
  let open: Ballot;

  const ballot = async (slug: string, changes = {}): Promise<Ballot> => {
    const texts = {
      title: 'The next long read',
      question: 'What should our reporters look into in December?',
    };
    await addBallot(db, system, slug, { ...texts, options, closesAt: daysAgo(-6), ...changes });
    return openBallot(db, system, slug);
  };
  const decide = async (slug: string, votes: number[], changes = {}): Promise<void> => {
    const { id } = await ballot(slug, changes);
    for (const [index, choice] of votes.entries())
      await castVote(services, id, patrons[index]?.subscriberId ?? 0, [choice]);
    await closeBallot(services, system, slug);
  };

  before(async () => {
    await openMembership(services);
    for (let index = 0; index < 9; index += 1)
      patrons.push(await addPatron(services, `patron${index}`, { since: daysAgo(30) }));
    open = await ballot('next');
    const promise = { reporter: 'Iryna Koval', dueOn: '2026-01-31' };
    await decide('spring', [1, 1, 1, 2, 1, 3], { title: 'For the spring' });
    await makePromise(db, system, 'spring', promise, new Date('2026-01-01'));
    await keepPromise(db, system, 'spring', 'https://courier.example/terminal');
    await decide('summer', [2, 2, 3, 2], { title: 'For the summer' });
    await makePromise(db, system, 'summer', promise, new Date('2026-01-01'));
    await decide('tie', [1, 2, 1, 2, 3], { title: 'For the autumn' });
    await addTopic(db, system, {
      title: 'Where the light budget goes',
      details: 'The lamps are new, and dark.',
    });
    const title = 'Why is the night bus never there?';
    await suggestTopic(db, patrons[0]?.subscriberId ?? 0, { title, details: '' });
    browser = await startBrowser();
  });
  after(() => browser.close());

  const sessionOf = async (patron: Patron | undefined): Promise<string> => {
    const token = randomToken();
    const subject = `subscriber:${patron?.subscriberId}`;
    await db
      .insertInto('sessions')
      .values({ tokenHash: hashToken(token), subject, expiresAt: daysAgo(-1) })
      .execute();
    return token;
  };

  it('somebody votes by the link of a mail on a phone, without any script, and changes it', async () => {
    const page = await browser.open({ scripts: false, width: 375 });
    const token = signVote(tokens, open.id, patrons[1]?.subscriberId ?? 0);
    await page.goto(`${web.origin}/ballots/next/vote/${token}#o2`);
    await page.getByLabel(/winter in a school/).check();
    await page.getByRole('button', { name: 'Vote' }).click();
    assert.match(await page.innerText('[role=status]'), /Your vote is in[\s\S]*A winter in a school/);
    await page.getByLabel(/grain terminal/).check();
    await page.getByRole('button', { name: 'Change my vote' }).click();
    assert.match(await page.innerText('[role=status]'), /grain terminal/);
  });

  it('every page is sound: no fault of access, nothing too wide, buttons for a thumb', async () => {
    const folder = process.env['PICTURES'];
    const token = signVote(tokens, open.id, patrons[2]?.subscriberId ?? 0);
    const paths = {
      list: '/ballots',
      mailed: `/ballots/next/vote/${token}#o2`,
      open: '/ballots/next',
      kept: '/ballots/spring',
      tie: '/ballots/tie',
      topics: '/topics',
      account: '/account',
    };
    const page = await browser.open({ width: 375, withoutPolicy: true });
    const value = await sessionOf(patrons[0]);
    await page.context().addCookies([{ name: 'broadsheet', value, url: web.origin }]);
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(web.origin + path);
      const keep = (form: string) =>
        page.screenshot({ path: `${folder}/${name}-${form}.png`, fullPage: true });
      assert.deepEqual(await faultsOf(page, folder ? keep : undefined), [], path);
      const heights = await page
        .locator('main button, main .button, main .choice')
        .evaluateAll((all) => all.map((element) => element.getBoundingClientRect().height));
      assert.deepEqual(
        heights.filter((height) => height < 44),
        [],
        path,
      );
    }
  });
});
