import type { PublicationProps } from '../../emails/index.ts';
import type { Publication } from './publication.ts';

/** A publication as mails show it. */
export function mailTheme({ name, tagline, postalAddress, theme, logoUrl }: Publication): PublicationProps {
  const logo = logoUrl === null ? null : { src: logoUrl, width: 280, height: 60 };
  return { name, tagline, postalAddress, theme: { ...theme, logo } };
}
