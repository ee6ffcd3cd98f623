import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { InvalidConfig, loadConfig } from '../src/config.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

/** What is said of settings that cannot be used, by the settings' names. */
function faultsOf(env: Record<string, string>): string[] {
  try {
    loadConfig({ DATA_DIR: '/nonexistent', ...env });
    return [];
  } catch (error) {
    assert.ok(error instanceof InvalidConfig);
    const lines = error.message.split('\n').slice(1);
    return lines.map((line) => /^ {2}- ([A-Z_]+)/.exec(line)?.[1] ?? line).toSorted();
  }
}

const needed = ['DATABASE_URL', 'PUBLIC_URL', 'SECRET_KEYS', 'SMTP_URL', 'SUPPRESSION_KEY'];

describe('the settings', () => {
  it('are told of all their faults at once: what is wrong, and what production misses', () => {
    assert.deepEqual(faultsOf({ NODE_ENV: 'production' }), needed);
    assert.deepEqual(faultsOf({ NODE_ENV: 'production', PORT: 'abc' }), [...needed, 'PORT'].toSorted());
    const wrong = { PORT: '70000', LOG_LEVEL: 'loud', SMTP_URL: 'mail.example', DKIM_DOMAIN: 'x.example' };
    assert.deepEqual(
      faultsOf({ NODE_ENV: 'production', ...wrong, TRUST_PROXY: 'maybe' }),
      [...needed, 'PORT', 'LOG_LEVEL', 'DKIM_DOMAIN', 'TRUST_PROXY'].toSorted(),
    );
  });

  it('are told each fault once', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const rest = { SECRET_KEYS: `k1:${key}`, SUPPRESSION_KEY: key, PUBLIC_URL: 'https://news.example' };
    const database = { DATABASE_URL: 'postgres://db.example/news', SMTP_URL: 'smtps://relay.example' };
    assert.deepEqual(faultsOf({ NODE_ENV: 'production', ...rest, ...database }), []);
    assert.deepEqual(faultsOf({ NODE_ENV: 'production', ...rest, ...database, SMTP_URL: 'x' }), ['SMTP_URL']);
    assert.deepEqual(faultsOf({ NODE_ENV: 'prod', ...rest }), ['NODE_ENV']);
  });

  it('open the metrics by a port or by a token that cannot be guessed', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const rest = { SECRET_KEYS: `k1:${key}`, SUPPRESSION_KEY: key };
    assert.deepEqual(faultsOf({ ...rest, METRICS_PORT: '9091', METRICS_TOKEN: 'x'.repeat(16) }), []);
    assert.deepEqual(faultsOf({ ...rest, METRICS_PORT: '0', METRICS_TOKEN: 'short', METRICS_HOST: 'all' }), [
      'METRICS_HOST',
      'METRICS_PORT',
      'METRICS_TOKEN',
    ]);
  });

  it('say what is wrong with those of a mail provider, and never a secret', () => {
    const wrong = {
      SES_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:mail, arn:aws:sqs:eu-west-1:123456789012:mail',
      SENDGRID_WEBHOOK_PUBLIC_KEY: generateKeyPairSync('ed25519')
        .publicKey.export({ type: 'spki', format: 'der' })
        .toString('base64'),
      POSTMARK_WEBHOOK_SECRET: 'too short',
      BREVO_WEBHOOK_SECRET: 'long enough, but with spaces and an @',
    };
    assert.deepEqual(
      faultsOf({ NODE_ENV: 'production', ...wrong }),
      [...needed, ...Object.keys(wrong)].toSorted(),
    );
    const key = Buffer.alloc(32, 7).toString('base64');
    const env = { SECRET_KEYS: `k1:${key}`, SUPPRESSION_KEY: key, DATA_DIR: '/nonexistent', ...wrong };
    assert.throws(
      () => loadConfig(env),
      (error: Error) => /arn:aws:sqs/.test(error.message) && !/too short|long enough/.test(error.message),
    );
  });

  it('take the verification key of SendGrid as its page shows it, and as PEM, also from a file', async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const env = { SECRET_KEYS: `k1:${key}`, SUPPRESSION_KEY: key, DATA_DIR: '/nonexistent' };
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const shown = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const folder = await temporaryFolder();
    const file = join(folder.path, 'key');
    await writeFile(file, publicKey.export({ type: 'spki', format: 'pem' }));
    try {
      for (const given of [
        { SENDGRID_WEBHOOK_PUBLIC_KEY: shown },
        { SENDGRID_WEBHOOK_PUBLIC_KEY_FILE: file },
      ])
        assert.ok(loadConfig({ ...env, ...given }).mailWebhooks.sendgridKey?.equals(publicKey));
    } finally {
      await folder.remove();
    }
  });
});
