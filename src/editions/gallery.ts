import {
  type Block,
  blocks,
  messages,
  type MessageName,
  renderDigest,
  renderMessage,
} from '../../emails/index.ts';
import { mailTheme } from '../publication/mail-theme.ts';
import type { Publication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { selectEditions } from './queries/editions.ts';
import { renderFor } from './render-for.ts';

// Of tiers there are as many as the newsroom makes: `editions render --variant` shows each.
const variants = new Map([
  ['appeal', { title: 'a reader who is asked', shows: ['reader', 'appeal'] }],
  ['reader', { title: 'a reader who is not asked', shows: ['reader'] }],
  ['patron', { title: 'a patron', shows: ['patron'] }],
]);

/** What the gallery shows, by the names in its addresses. */
export async function listGallery({ db }: Services): Promise<Array<{ title: string; name: string }>> {
  const [latest] = await selectEditions(db, null, 1);
  const edition =
    latest === undefined
      ? []
      : [...variants].map(([name, { title }]) => ({
          title: `The latest edition, for ${title}`,
          name: `edition-${latest.id}-${name}`,
        }));
  return [
    ...edition,
    ...Object.keys(messages).map((name) => ({ title: `Message: ${name}`, name: `message-${name}` })),
    ...Object.keys(blocks).map((name) => ({ title: `Block: ${name}`, name: `block-${name}` })),
  ];
}

/** The HTML of one entry of the gallery, or null where there is none of that name. */
export async function renderGallery(
  services: Services,
  publication: Publication,
  name: string,
): Promise<string | null> {
  const [, kind, rest = ''] = /^(edition|message|block)-(.+)$/.exec(name) ?? [];
  const baseUrl = services.config.publicUrl;
  if (kind === 'edition') {
    const [, id, variant = ''] = /^(\d+)-(.+)$/.exec(rest) ?? [];
    const shows = variants.get(variant)?.shows;
    if (shows === undefined) return null;
    return renderFor(services, {
      editionId: Number(id),
      address: 'reader@news.example',
      name: 'Olena',
      shows,
      as: 'html',
    });
  }
  if (kind === 'message' && rest in messages) {
    const message = rest as MessageName;
    const sample = messages[message].sample;
    return (
      await renderMessage(message, sample, {
        publication: mailTheme(publication),
        language: publication.language,
        baseUrl,
      })
    ).html;
  }
  if (kind === 'block' && rest in blocks)
    return (await renderBlock(blocks[rest as keyof typeof blocks].sample, publication, baseUrl)).html;
  return null;
}

function renderBlock(block: Block, publication: Publication, baseUrl: string) {
  const edition = {
    number: 1,
    date: new Date().toISOString(),
    timeZone: publication.timeZone,
    language: publication.language,
    subject: block.kind,
    preheader: '',
    intro: '',
  };
  return renderDigest(
    {
      publication: mailTheme(publication),
      newsletter: { name: 'Newsletter' },
      edition,
      blocks: [block],
      baseUrl,
    },
    {
      address: 'reader@news.example',
      unsubscribe: '#',
      preferences: '#',
      viewOnline: '#',
      subscribe: null,
      link: (url) => url,
      segment: () => ({ open: '', close: '' }),
      why: '#',
    },
  );
}
