import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { AppError, NotFound } from '../errors.ts';
import type { Log } from '../log.ts';
import { type Html, html } from '../views/html.ts';
import { type DeskFrame, deskPage, problemNotice } from '../views/desk.ts';
import { page, type PageFrame } from '../views/layout.ts';
import type { Words } from '../views/words.ts';
import { TooManyRequests } from './limits.ts';
import { say } from './say.ts';

/** Every address that no route took. */
export const notFound: RequestHandler = (_request, _response, next) => {
  next(new NotFound(say.noPage));
};

/** The answer to whatever was thrown: a page in the publication's look, the desk's, or JSON where that was asked for. */
export function errorPages(
  log: Log,
  loadFrame: (request: Request) => Promise<PageFrame>,
  loadDeskFrame: (request: Request, response: Response) => Promise<DeskFrame>,
): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    const known = error instanceof AppError ? error : null;
    if (status >= 500) log.error({ err: error, requestId: requestIdOf(request) }, 'a request failed');
    if (error instanceof TooManyRequests) response.set('retry-after', String(error.retryAfter));
    response.status(status).set('cache-control', 'no-store');
    const isApi = /^\/api(\/|$)/.test(request.path);
    const isDesk = /^\/desk(\/|$)/.test(request.path);
    const message = status >= 500 ? '' : (known?.message ?? (isApi ? parsersMessage(error) : ''));
    const sayIn = (language: string): string => (status >= 500 ? '' : (known?.sayIn(language) ?? ''));
    if (isApi || request.accepts(['html', 'json']) === 'json') {
      // A script of the desk shows it to whoever sits there.
      const said = isDesk ? sayIn((await loadDeskFrame(request, response)).language) : message;
      return response.json({
        error: {
          code: known?.code ?? (status < 500 ? 'bad_request' : 'internal'),
          message: said,
          requestId: request.id,
        },
      });
    }
    if (isDesk) {
      const frame = await loadDeskFrame(request, response);
      const said = sayIn(frame.language);
      return response.type('html').send(deskErrorPage(frame, status, said, requestIdOf(request)));
    }
    const frame = await loadFrame(request);
    // What is said in English alone is left out elsewhere: the page's own words stand for it.
    const said = sayIn(frame.language);
    const isOwn = frame.language === 'en' || said !== message;
    return response.type('html').send(errorPage(frame, status, isOwn ? said : '', requestIdOf(request)));
  };
}

/** As `logRequests` gives it out; the log names the request by it. */
function requestIdOf({ id }: Request): string {
  return typeof id === 'string' ? id : '';
}

/** Errors of Express's own parsers carry a status of theirs. */
function statusOf(error: unknown): number {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

/** What Express's own parsers say of a body that they cannot read. */
function parsersMessage(error: unknown): string {
  return error instanceof Error && (error as { expose?: unknown }).expose === true ? error.message : '';
}

/** What there is, for who came for what there is not. */
function waysOn({ subscribe, archive }: Words): Html {
  return html`<div class="actions"><a class="button" href="/subscribe">${subscribe}</a> <a class="button quiet" href="/archive">${archive}</a></div>`;
}

/** What the pages of readers and of the desk say alike about a status. */
function wordsOf<Said>(
  words: Record<'notFound' | 'tooMany' | 'failed' | 'refused', Said>,
  status: number,
): Said {
  if (status === 404) return words.notFound;
  if (status === 429) return words.tooMany;
  return status >= 500 ? words.failed : words.refused;
}

function errorPage(frame: PageFrame, status: number, message: string, requestId: string): string {
  const { words } = frame;
  const { title, text } = wordsOf(words, status);
  const body = html`<h1>${title}</h1>
${text !== '' && html`<p>${text}</p>`}
${message !== '' && status !== 404 && html`<p class="problem">${message}</p>`}
${status >= 500 && html`<p class="soft small">${requestId}</p>`}
${status === 404 ? waysOn(words) : html`<p><a class="button" href="/">${words.home}</a></p>`}`;
  return page(frame, { title, body });
}

function deskErrorPage(frame: DeskFrame, status: number, message: string, requestId: string): string {
  const { words } = frame;
  const { title, text = '' } = wordsOf<{ title: string; text?: string }>(words, status);
  const body = html`<h1>${title}</h1>
${text !== '' && html`<p>${text}</p>`}
${problemNotice(message === '' || status === 404 ? null : message)}
${status >= 500 && html`<p class="soft small">${requestId}</p>`}
<p><a class="button" href="/desk">${words.back}</a></p>`;
  return deskPage(frame, { title, body, width: 'narrow' });
}
