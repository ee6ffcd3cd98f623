import type { Envelope } from '../../src/delivery/compile.ts';

/** What the tests' mails say of their sender and list. */
export const envelope: Envelope = {
  fromName: 'The Courier',
  fromAddress: 'desk@courier.example',
  replyTo: 'answers@courier.example',
  listName: 'The Daily Courier',
  listId: 'daily.news.example',
  feedbackId: '1:daily:bulk:courierexample',
  messageIdDomain: 'courier.example',
  date: 'Mon, 23 Nov 2026 06:30:00 +0000',
  publicUrl: 'http://news.example',
};
