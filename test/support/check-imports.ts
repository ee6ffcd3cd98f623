// Holds the direction of imports of ARCHITECTURE.md: `npm run imports`. It also proves that it looked: every
// TypeScript file of the product must be among the modules, and a forbidden import made up here must be found.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { glob } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { projectRoot } from '../../src/config.ts';

// A domain imports only those to its right.
const domains = [
  'reports',
  'editions',
  'topics',
  'articles',
  'memberships',
  'staff',
  'subscribers',
  'delivery',
  'publication',
  'access',
];
const roots = ['src', 'emails', 'languages', 'workers'];

const domainRules: IForbiddenRuleType[] = domains.map((domain, index) => ({
  name: `${domain}-imports-rightwards-only`,
  severity: 'error',
  from: { path: `^src/${domain}/` },
  to: {
    path: `^(workers/|src/(cli|local|app\\.ts|web\\.ts|routes\\.ts)|src/(${domains.slice(0, index).join('|') || 'none'})/)`,
  },
}));

const forbidden: IForbiddenRuleType[] = [
  ...domainRules,
  {
    name: 'queries-are-private',
    severity: 'error',
    from: { path: '^(src|workers|emails)/([^/]+)' },
    to: { path: '^src/.*/queries(\\.ts$|/)', pathNot: '^$1/$2/' },
  },
  {
    name: 'ground-imports-no-domain',
    severity: 'error',
    from: {
      path: '^src/(http|views|text|[^/]+\\.ts)',
      pathNot: '^src/(app|web|routes|service-mails|kept-elsewhere|report-all)\\.ts$',
    },
    to: { path: `^src/(${domains.join('|')}|cli)/` },
  },
  {
    name: 'src-never-imports-workers',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^workers/' },
  },
  {
    name: 'emails-import-nothing-of-ours',
    severity: 'error',
    from: { path: '^emails/' },
    to: { path: '^(src|workers)/' },
  },
  {
    name: 'languages-import-types-only',
    severity: 'error',
    from: { path: '^languages/' },
    to: {
      path: '^(src|emails|workers)/',
      pathNot: '^src/text/letter-of\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'languages-are-asked-by-their-index',
    severity: 'error',
    from: { path: '^(src|emails|workers)/' },
    to: { path: '^languages/', pathNot: '^languages/(index|parts)\\.ts$' },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    from: { pathNot: '^languages/' },
    // A language has its types from those who say it: a circle through it is none when the program runs.
    to: { circular: true, viaOnly: { pathNot: '^languages/' } },
  },
];

const options: ICruiseOptions = {
  baseDir: projectRoot,
  parser: 'swc',
  doNotFollow: { path: 'node_modules' },
  includeOnly: '^(src|emails|languages|workers)/',
  tsPreCompilationDeps: true,
  ruleSet: { forbidden },
  validate: true,
};

process.chdir(projectRoot);
const result = await look();
const faults = [...violationsOf(result), ...(await unseenFiles(result)), ...(await blindness())];
for (const fault of faults) console.error(fault);
console.log(`imports: ${result.modules.length} modules looked at, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function look(): Promise<ICruiseResult> {
  const { output } = await cruise(roots, options);
  return output as ICruiseResult;
}

function violationsOf({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

async function unseenFiles({ modules }: ICruiseResult): Promise<string[]> {
  const seen = new Set(modules.map((module) => module.source));
  const files = await Array.fromAsync(glob(roots.map((root) => `${root}/**/*.ts`)));
  return files.filter((file) => !seen.has(file)).map((file) => `not looked at: ${file}`);
}

/** Plants an import that no rule allows and says so where it goes unnoticed. */
async function blindness(): Promise<string[]> {
  const folder = await mkdtemp(join(projectRoot, 'src', 'access', 'check-'));
  try {
    await writeFile(
      join(folder, 'planted.ts'),
      "export { requirePublication } from '../../publication/publication.ts';\n",
    );
    const planted = relative(projectRoot, join(folder, 'planted.ts'));
    const found = (await look()).summary.violations.some((violation) => violation.from === planted);
    return found ? [] : ['a planted import against the direction was not noticed: the check is blind'];
  } finally {
    await rm(folder, { recursive: true });
  }
}
