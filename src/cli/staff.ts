import { deskPageLanguages } from '../views/desk-words.ts';
import { Argument, type Command, Option } from 'commander';
import { type Role, roles } from '../access/permissions.ts';
import { disable, enable, setRole } from '../staff/change-staff.ts';
import { resetFactors } from '../staff/factors/remove.ts';
import { invite } from '../staff/invite.ts';
import { makeSignInLink } from '../staff/sign-in.ts';
import { listStaff, requireStaffByAddress, type StaffMember } from '../staff/staff.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';

export const staffCommands: CommandSpec[] = [
  defineCommand<Awaited<ReturnType<typeof invite>>>({
    name: 'staff invite',
    summary: 'Invite somebody to the desk; prints their link, which works once, within three days.',
    usage: (command) =>
      command
        .argument('[address]', 'it is mailed there as well; without one the link asks for an address')
        .addOption(new Option('--role <role>', 'what they may do').choices([...roles]).makeOptionMandatory())
        .addOption(
          new Option('--language <language>', 'of the mail and the desk')
            .choices(deskPageLanguages())
            .default('en'),
        ),
    run: ({ services, actor }, [address], { role, language }) =>
      invite(services, actor, {
        role: role as Role,
        address: address ?? null,
        language: language as string,
      }),
    print: ({ role, address, url, mailed, expiresAt }) => {
      const to = address === null ? 'whoever opens it' : `${address}${mailed ? ', mailed as well' : ''}`;
      return `A place as ${role} for ${to}, until ${expiresAt.toISOString()}:\n${url}`;
    },
  }),
  defineCommand<Awaited<ReturnType<typeof listStaff>>>({
    name: 'staff list',
    summary: 'List who works at the desk.',
    run: ({ services }) => listStaff(services.db),
    print: (all) =>
      table(
        all.map(({ id, role, address, name, signedInAt, hasTotp, passkeys, disabledAt }) => ({
          id,
          role,
          address,
          name,
          signedInAt,
          secondFactor: hasTotp || passkeys > 0 ? 'yes' : 'no',
          disabledAt,
        })),
        'Nobody works at the desk yet; invite an owner: staff invite ADDRESS --role owner',
      ),
  }),
  defineCommand<StaffMember>({
    name: 'staff set-role',
    summary: 'Give somebody another role; they sign in anew.',
    usage: (command) => withAddress(command).addArgument(new Argument('<role>').choices([...roles])),
    run: async ({ services, actor }, [address = '', role = '']) => {
      const { id } = await requireStaffByAddress(services.db, address);
      return setRole(services.db, actor, id, role as Role);
    },
    print: printMember,
  }),
  defineCommand<StaffMember>({
    name: 'staff disable',
    summary: 'Let somebody in no more; their sessions end at once.',
    usage: withAddress,
    run: async ({ services, actor }, [address = '']) => {
      const { id } = await requireStaffByAddress(services.db, address);
      return disable(services.db, actor, id);
    },
    print: printMember,
  }),
  defineCommand<StaffMember>({
    name: 'staff enable',
    summary: 'Let somebody in again who was disabled.',
    usage: withAddress,
    run: async ({ services, actor }, [address = '']) => {
      const { id } = await requireStaffByAddress(services.db, address);
      return enable(services.db, actor, id);
    },
    print: printMember,
  }),
  defineCommand<StaffMember>({
    name: 'staff reset-second-factor',
    summary:
      'Take the second factor from somebody who has lost theirs; they sign in by mail and set up a new one.',
    usage: withAddress,
    run: async ({ services, actor }, [address = '']) => {
      const person = await requireStaffByAddress(services.db, address);
      await resetFactors(services.db, actor, person.id);
      return person;
    },
    print: printMember,
  }),
  defineCommand<Awaited<ReturnType<typeof makeSignInLink>>>({
    name: 'staff sign-in-link',
    summary: 'Print a link that signs somebody in once, within 15 minutes: where no mail arrives.',
    usage: withAddress,
    run: async ({ services, actor }, [address = '']) =>
      makeSignInLink(services, actor, await requireStaffByAddress(services.db, address)),
    print: ({ url }) => url,
  }),
];

function withAddress(command: Command): Command {
  return command.argument('<address>', 'of one of the staff');
}

function printMember({ id, role, address, name, language, signedInAt, disabledAt }: StaffMember): string {
  return describe({ id, role, address, name, language, signedInAt, disabledAt });
}
