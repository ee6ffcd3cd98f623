const darkQuery = /\(\s*prefers-color-scheme\s*:\s*dark\s*\)/g;

/**
 * A mail's HTML as the document of a frame, light or dark. The dark one is the mail's own: where it asks what the reader
 * has chosen, the answer is put in, so that it does not hang on whose machine looks at it. Its links open nothing: they
 * want a window of their own, and the frame's policy allows none.
 */
export function mailDocument(markup: string, isDark: boolean): string {
  const scheme = isDark ? 'dark' : 'light';
  return markup
    .replace(/<style[^>]*>[^<]*<\/style>/g, (style) =>
      style
        .replace(darkQuery, isDark ? '(min-width:0)' : '(max-width:0)')
        .replace(/(color-schemes?\s*:\s*)light dark/g, `$1${scheme}`),
    )
    .replace(/<meta [^>]*color-schemes?[^>]*>/g, (meta) => meta.replace('light dark', scheme))
    .replace(/<head[^>]*>/, (head) => `${head}<base target="_blank">`);
}

/**
 * What the frame may do: show itself on a page of the desk, with its own styles and pictures. No script runs, no form
 * is sent, and it has no origin of its own to act in.
 */
export function mailFramePolicy(publicUrl: string): string {
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src 'self' ${new URL(publicUrl).origin} https:`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox',
  ].join('; ');
}
