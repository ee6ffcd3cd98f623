import { z } from 'zod';
import { staffTextsOf } from '../staff-texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({ url: link, device: z.string(), place: z.string(), at: z.string() });

/** Tells one of the staff that a browser has signed in as them that never had before. */
export const staffNewDevice = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ url, device, place, at }, { publication, language }) => {
    const { newDevice } = staffTextsOf(language);
    return {
      subject: newDevice.subject(publication.name),
      title: newDevice.title,
      paragraphs: [newDevice.text(publication.name), newDevice.advice],
      facts: [
        { label: newDevice.device, value: device === '' ? newDevice.unknown : device },
        { label: newDevice.place, value: place },
        { label: newDevice.at, value: at },
      ],
      button: { label: newDevice.button, url },
      small: newDevice.small,
    };
  },
  sample: {
    url: 'https://news.example/desk/account',
    device: 'Firefox · Windows',
    place: '198.51.…',
    at: '28 November 2026, 09:40',
  },
});
