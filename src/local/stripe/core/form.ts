/** A parsed form: texts, and what brackets made of them. */
export type FormValue = string | FormValue[] | { [key: string]: FormValue };

type Branch = { [key: string]: FormValue };

// A name with more brackets than this is no parameter of Stripe's.
const deepest = 8;

/** Reads a form body or a query with brackets: `items[0][price]=x`, `expand[]=y`. */
export function parseForm(text: string): Branch {
  const root: Branch = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.replaceAll(']', '').split('[').slice(0, deepest);
    put(root, path, value);
  }
  return asObject(root);
}

function put(branch: Branch, path: string[], value: string): void {
  const [head = '', ...rest] = path;
  const key = head === '' ? String(Object.keys(branch).length) : head;
  if (rest.length === 0) {
    branch[key] = value;
    return;
  }
  const next = branch[key];
  const child: Branch = typeof next === 'object' && !Array.isArray(next) ? next : Object.create(null);
  branch[key] = child;
  put(child, rest, value);
}

function asObject(branch: Branch): Branch {
  return Object.fromEntries(Object.entries(branch).map(([key, value]) => [key, settle(value)]));
}

/** A branch whose keys are all numbers was a list. */
function settle(value: FormValue): FormValue {
  if (typeof value !== 'object' || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  const isList = keys.length > 0 && keys.every((key) => /^\d{1,4}$/.test(key));
  if (!isList) return asObject(value);
  return keys.toSorted((a, b) => Number(a) - Number(b)).map((key) => settle(value[key] ?? ''));
}
