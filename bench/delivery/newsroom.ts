import { system } from '../../src/access/actor.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { renderFor } from '../../src/editions/render-for.ts';
import { setRules } from '../../src/editions/rules.ts';
import { migrate } from '../../src/migrate.ts';
import { createServices, type Services } from '../../src/services.ts';
import { writeArticles } from '../../test/support/articles.ts';
import { openNewsroom } from '../../test/support/cast.ts';
import { addCrowd } from '../../test/support/crowd.ts';
import { testConfig } from '../../test/support/services.ts';

/** Of how many articles a digest of so many kilobytes is made; what is missing then is filled up. */
const articlesFor: Record<number, number> = { 30: 3, 60: 15 };

export const sizes = Object.keys(articlesFor).map(Number);

/** A newsroom with so many readers, that makes one digest after the other. */
export interface BenchNewsroom {
  services: Services;
  readers: number;
  /** Assembles and approves an edition; gives its id and the bytes of a reader's mail. */
  makeEdition(sizeKb: number): Promise<{ editionId: number; bytes: number }>;
}

export async function openBenchNewsroom(databaseUrl: string, readers: number): Promise<BenchNewsroom> {
  const services = await createServices(testConfig({ databaseUrl }), databaseUrl, 'bench');
  await migrate(services);
  const newsletter = await openNewsroom(services);
  await addCrowd(services, newsletter, readers);
  let made = 0;
  return {
    services,
    readers,
    makeEdition: async (sizeKb) => {
      const articles = articlesFor[sizeKb] ?? 0;
      made += 1;
      const limits = { minArticles: articles, maxArticles: articles };
      await setRules(services.db, system, newsletter.id, limits);
      await writeArticles(services.db, articles, `number-${made}`);
      const assembly = await assemble(services, {
        newsletterId: newsletter.id,
        cause: 'person',
        actor: system,
      });
      const editionId = assembly?.editionId;
      if (editionId == null) throw new Error(`no edition: ${assembly?.reason}`);
      await approve(services, { editionId, actor: system });
      const missing = sizeKb * 1024 - (await bytesOf(services, editionId));
      if (missing > 0) await fillUp(services, editionId, missing);
      return { editionId, bytes: await bytesOf(services, editionId) };
    },
  };
}

/** Paragraphs at the end of the frozen mail, of about so many bytes. */
async function fillUp({ pool }: Services, editionId: number, bytes: number): Promise<void> {
  const paragraph = '<p>A paragraph of a story, about as long as the sentences of a story are.</p>\n';
  await pool.query(
    `update edition_revisions r set mails = (
       select jsonb_agg(jsonb_set(mail, '{html}', to_jsonb(replace(mail->>'html', '</body>', $2 || '</body>'))))
       from jsonb_array_elements(r.mails) mail
     ) from editions e where e.id = $1 and r.id = e.approved_revision_id`,
    [editionId, paragraph.repeat(Math.floor(bytes / (paragraph.length + 4)))],
  );
}

async function bytesOf(services: Services, editionId: number): Promise<number> {
  const reader = { address: 'crowd1@readers.example', name: 'Reader', patron: false };
  return Buffer.byteLength(await renderFor(services, { editionId, ...reader, as: 'eml' }));
}
