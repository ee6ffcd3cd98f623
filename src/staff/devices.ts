import type { Request, Response } from 'express';
import { readCookie } from '../http/cookies.ts';
import type { Services } from '../services.ts';
import { describeDevice } from '../text/describe-device.ts';
import { readIp } from '../text/ip-address.ts';
import { maskIp } from '../text/mask-ip.ts';
import { hashToken, randomToken } from '../tokens.ts';
import { mailStaff } from './mail-staff.ts';
import { holdStaff } from './queries/people.ts';
import { countDevices, upsertDevice } from './queries/sessions.ts';
import { cookieOptions, userAgentOf } from './sessions.ts';
import { recipientOf } from './sign-in.ts';

const cookieName = 'broadsheet-desk-device';
const yearMs = 365 * 24 * 3_600_000;
const mailGoodForMs = 24 * 3_600_000;

/**
 * Notes the browser that somebody has signed in with. One that is new to them is told to them by mail, but for the
 * first of all.
 */
export async function noteDevice(
  services: Services,
  { request, response }: { request: Request; response: Response },
  staffId: number,
  now: Date = new Date(),
): Promise<void> {
  const token = readCookie(request, cookieName) ?? randomToken();
  await services.db.transaction().execute(async (trx) => {
    const person = await holdStaff(trx, staffId);
    if (person === undefined) return;
    const known = await countDevices(trx, staffId);
    if (!(await upsertDevice(trx, staffId, hashToken(token), now)) || known === 0) return;
    const from = {
      device: describeDevice(userAgentOf(request)),
      place: maskIp(readIp(request.ip ?? '')),
      at: now.toISOString(),
    };
    await mailStaff(services, trx, {
      kind: 'staff-new-device',
      idempotencyKey: `staff-new-device:${staffId}:${hashToken(token).toString('hex').slice(0, 32)}`,
      recipient: recipientOf(person),
      props: { staffId, ...from },
      expiresAt: new Date(now.getTime() + mailGoodForMs),
    });
  });
  await services.jobs.hint('send-service-mails', [{}]);
  const expires = new Date(now.getTime() + yearMs);
  response.cookie(cookieName, token, { ...cookieOptions(services), path: '/desk', expires });
}
