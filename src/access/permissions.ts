/** Who works at the desk, from most rights to fewest. */
export const roles = ['owner', 'editor', 'reporter', 'analyst'] as const;
export type Role = (typeof roles)[number];

interface Rule {
  roles: readonly Role[];
  /** Somebody must have proved within ten minutes that it is they: a stolen cookie is not enough. */
  fresh?: true;
}

const everybody = roles;
const writers = ['owner', 'editor', 'reporter'] as const;
const editors = ['owner', 'editor'] as const;
const owners = ['owner'] as const;

/**
 * What may be done at the desk, and by whom: the one place. Routes ask it by `may`, verbs by `demand`. Whatever opens
 * a way around a fresh sign-in (other people's rights, one's own second factor) asks for one itself.
 */
const rules = {
  'desk.see': { roles: everybody },
  'editions.see': { roles: everybody },
  'editions.write': { roles: writers },
  'editions.send': { roles: editors },
  'articles.see': { roles: everybody },
  'articles.write': { roles: writers },
  'topics.see': { roles: everybody },
  'topics.decide': { roles: editors },
  'reports.see': { roles: everybody },
  'subscribers.see': { roles: editors },
  'subscribers.change': { roles: editors },
  'subscribers.export': { roles: owners, fresh: true },
  'memberships.see': { roles: editors },
  'memberships.change': { roles: owners },
  'settings.see': { roles: editors },
  'settings.change': { roles: owners },
  'sender.change': { roles: owners, fresh: true },
  'api-keys.see': { roles: owners },
  'api-keys.change': { roles: owners, fresh: true },
  'staff.see': { roles: editors },
  'staff.change': { roles: owners, fresh: true },
  'audit.see': { roles: owners },
  'account.own': { roles: everybody },
  'account.secure': { roles: everybody, fresh: true },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof rules;

export const permissions: Readonly<Record<Action, Rule>> = rules;

/** Whether a role may do something, however long ago its holder signed in. */
export function can(role: Role, action: Action): boolean {
  return permissions[action].roles.includes(role);
}
