// Steps that make a bare machine ready. Node alone is there: nothing here may import a package.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Ends with a sentence, not a stack. */
export function stop(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    stop(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
}

/**
 * npm starts a shell that starts us, and a signal to npm ends those two only. When our parent is gone we end as well,
 * in good order, instead of holding the port for nobody.
 */
export function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, 300).unref();
}

/** Runs a command and shows that it is alive: a dot every two seconds, its output only when it fails. */
export function step(title, command, args, options = {}) {
  return new Promise((resolve) => {
    const started = Date.now();
    process.stdout.write(`${title} `);
    const dots = setInterval(() => process.stdout.write('.'), 2_000);
    const child = spawn(command, args, { cwd: root, ...options, env: { ...process.env, ...options.env } });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => {
      clearInterval(dots);
      stop(`${title} failed: ${error.message}`);
    });
    child.on('close', (code) => {
      clearInterval(dots);
      if (code !== 0)
        stop(
          `failed\n${output.slice(-4_000)}\n${title}: \`${command} ${args.join(' ')}\` ended with ${code}.`,
        );
      process.stdout.write(` ${((Date.now() - started) / 1_000).toFixed(0)} s\n`);
      resolve(output);
    });
  });
}

const stampFile = (name) => join(root, '.data', 'stamps', name);
function stamped(name, hash) {
  const file = stampFile(name);
  return existsSync(file) && readFileSync(file, 'utf8') === hash;
}
function stamp(name, hash) {
  mkdirSync(join(root, '.data', 'stamps'), { recursive: true });
  writeFileSync(stampFile(name), hash);
}

/** Installs the packages when they are missing or package-lock.json changed since. */
export async function installPackages() {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(join(root, 'node_modules', '.package-lock.json')) && stamped('packages', hash)) return;
  await step('Installing packages (about a minute)', 'npm', [
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
  ]);
  stamp('packages', hash);
}

/** A hash over everything a build of the mini-program is made from. */
function sourcesHash(extra) {
  const hash = createHash('sha256').update(extra);
  const walk = (path) => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) walk(join(path, name));
    else hash.update(path.slice(root.length)).update(readFileSync(path));
  };
  for (const part of ['miniapp', 'shared', 'config', 'babel.config.cjs', 'package-lock.json'])
    walk(join(root, part));
  return hash.digest('hex');
}

/** Builds `h5` or `weapp` when it is missing or older than its sources. */
export async function buildMiniapp(target) {
  const hash = sourcesHash(process.env.TARO_APP_API ?? '');
  const built = join(root, 'dist', target, target === 'h5' ? 'index.html' : 'app.json');
  if (existsSync(built) && stamped(`build-${target}`, hash)) return;
  const title =
    target === 'h5' ? 'Building the H5 page (half a minute)' : 'Building the WeChat bundle (half a minute)';
  await step(title, 'npm', ['run', '--silent', `build:${target}`]);
  stamp(`build-${target}`, hash);
}

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of chromiumNames) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {}
  }
  return undefined;
}

/** True when Debian's packages can be installed here: apt and the right to use it. */
export function canInstallDebian() {
  return existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
}

export async function installDebian(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await step('Reading the list of Debian packages', 'apt-get', ['update', '-qq'], { env });
  await step(
    `Installing ${packages.join(', ')}`,
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
    { env },
  );
}

/** Chromium and a font with Chinese, which the browser tests need. @returns the browser's path */
export async function needChromium() {
  const missing = [];
  if (!findChromium()) missing.push('chromium');
  if (!hasChineseFont()) missing.push('fonts-noto-cjk');
  if (missing.length === 0) return findChromium();
  if (!canInstallDebian())
    stop(
      `The browser tests need ${missing.join(' and ')}. Run: sudo apt-get install -y ${missing.join(' ')}`,
    );
  await installDebian(missing);
  return findChromium();
}

function hasChineseFont() {
  if (existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')) return true;
  try {
    return execFileSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).trim() !== '';
  } catch {
    return process.platform !== 'linux';
  }
}
