import { type KeyObject, X509Certificate } from 'node:crypto';
import { AppError, messageOf } from '../../../errors.ts';
import type { guardedFetch } from '../../../guarded-fetch.ts';
import { NotAuthentic } from '../providers/provider.ts';

const keepMs = 24 * 3_600_000;
const windowMs = 60_000;
// Amazon changes its certificate about once a year: whoever makes us ask for more is not Amazon.
const maxFetches = 10;
const maxKept = 20;

interface Kept {
  until: number;
  certificate: Promise<X509Certificate>;
}

/** Keys of certificates by their pinned address, each fetched once a day. */
export class SnsCertificates {
  readonly #fetch: typeof guardedFetch;
  readonly #kept = new Map<string, Kept>();
  #fetchedAt: number[] = [];

  constructor(fetch: typeof guardedFetch) {
    this.#fetch = fetch;
  }

  /**
   * The public key of the certificate at an address that was checked before.
   * @throws NotAuthentic where what is there is no certificate, or not valid now
   * @throws AppError where it cannot be fetched: SNS posts again later
   */
  async keyAt(address: string, now: Date): Promise<KeyObject> {
    const certificate = await this.#certificateAt(address, now.getTime());
    if (certificate.validFromDate > now || certificate.validToDate < now)
      throw new NotAuthentic(
        `its certificate is valid from ${certificate.validFrom} to ${certificate.validTo} only`,
      );
    return certificate.publicKey;
  }

  async #certificateAt(address: string, now: number): Promise<X509Certificate> {
    const known = this.#kept.get(address);
    if (known !== undefined && known.until > now) return known.certificate;
    this.#countFetch(now);
    const certificate = this.#fetchCertificate(address);
    this.#kept.set(address, { until: now + keepMs, certificate });
    for (const old of [...this.#kept.keys()].slice(0, -maxKept)) this.#kept.delete(old);
    return certificate.catch((error: unknown) => {
      this.#kept.delete(address);
      throw error;
    });
  }

  #countFetch(now: number): void {
    this.#fetchedAt = this.#fetchedAt.filter((at) => at > now - windowMs);
    if (this.#fetchedAt.length >= maxFetches)
      throw new AppError(
        'too_many_certificates',
        503,
        'too many certificates were asked for; try again in a minute',
      );
    this.#fetchedAt.push(now);
  }

  async #fetchCertificate(address: string): Promise<X509Certificate> {
    const { status, body } = await this.#fetch(address, {
      allowedOrigins: [],
      maxBytes: 32_768,
      timeoutMs: 5_000,
      maxRedirects: 0,
    });
    if (status === 403 || status === 404) throw new NotAuthentic(`there is no certificate at ${address}`);
    if (status !== 200)
      throw new AppError('certificate_unavailable', 502, `${address} answered with ${status}`);
    try {
      const certificate = new X509Certificate(body);
      if (certificate.publicKey.asymmetricKeyType === 'rsa') return certificate;
      throw new Error('its key is not RSA');
    } catch (error) {
      throw new NotAuthentic(`what is at ${address} is no certificate of SNS: ${messageOf(error)}`);
    }
  }
}
