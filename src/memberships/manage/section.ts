import type { Services } from '../../services.ts';
import type { AccountSection } from '../../subscribers/account-section.ts';
import { html, type Html } from '../../views/html.ts';
import type { PageFrame } from '../../views/layout.ts';
import { isLive, type Membership, membershipsOf } from '../membership.ts';
import { giftToken } from '../gifts/claim-gift.ts';
import { giftsOf } from '../gifts/gifts-of.ts';
import { selectOpenDunning } from '../queries/dunnings.ts';
import { selectAgreements, selectPaymentsOf } from '../queries/manage.ts';
import { agreementList, giftList, invoiceList } from './pages/lists.ts';
import { membershipCard } from './pages/section.ts';
import { manageWords } from './pages/words.ts';
import { fetchFacts } from './stripe-facts.ts';
import { tierNameOf } from './terms.ts';

const mostGifts = 50;

/** A person's memberships on the page of their account: what each is, what one can do, what was paid. */
export const membershipSection: AccountSection = async (services, frame, subscriberId, now, did) => {
  const words = manageWords(frame.language);
  const all = await membershipsOf(services.db, subscriberId);
  const ids = all.map(({ id }) => id);
  const live = all.filter((one) => isLive(one, now));
  const paying = all.find(({ rail, stripeCustomerId }) => rail === 'stripe' && stripeCustomerId !== null);
  const facts = paying === undefined ? null : await fetchFacts(services, paying);
  const cards = await Promise.all(
    live.map((one) => card(services, frame, one, one === paying ? facts : null)),
  );
  const [payments, gifts, agreements] = await Promise.all([
    selectPaymentsOf(services.db, subscriberId, ids),
    giftsOf(services.db, subscriberId),
    selectAgreements(services.db, ids),
  ]);
  const linkOf = (id: number): string => `${services.config.publicUrl}/gift/${giftToken(services, id)}`;
  const given = gifts.filter((gift) => gift.given).slice(0, mostGifts);
  const said = Object.entries(words.did).find(([name]) => name === did)?.[1];
  const hasInvoices = payments.length > 0 || (facts?.invoices.length ?? 0) > 0;
  return html`<section id="membership" aria-labelledby="membership-title"><h2 id="membership-title">${words.title}</h2>
${said !== undefined && html`<p class="done" role="status">${said}</p>`}
${cards.length === 0 ? html`<p>${words.none}</p><p><a class="button" href="/support">${words.become}</a></p>` : cards}
${hasInvoices && invoiceList(frame, payments, paying === undefined ? [] : (facts?.invoices ?? null))}
${agreementList(frame, agreements)}${giftList(frame, given, linkOf)}</section>`;
};

async function card(
  services: Services,
  frame: PageFrame,
  membership: Membership,
  own: Awaited<ReturnType<typeof fetchFacts>>,
): Promise<Html> {
  const isOther = own === null && membership.rail === 'stripe';
  const facts = isOther ? await fetchFacts(services, membership) : own;
  const tier = await tierNameOf(services.db, membership);
  const isBehind = membership.state === 'past-due';
  const owed = isBehind ? ((await selectOpenDunning(services.db, membership.id)) ?? null) : null;
  return membershipCard(frame, { membership, tier, facts, owed });
}
