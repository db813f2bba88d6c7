/**
 * Writes src/client/frames.ts from the server's schema of the chat frames.
 * With --check nothing is written, and the exit code says whether the file is current.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { compile } from 'json-schema-to-typescript';

const SCHEMA = new URL('../../jupyter_tutor/api/frames.schema.json', import.meta.url);
const TARGET = new URL('../src/client/frames.ts', import.meta.url);
const BANNER =
  '// Generated from jupyter_tutor/api/frames.schema.json by `jlpm frames`; do not edit.\n';

const schema = JSON.parse(await readFile(SCHEMA, 'utf8'));
const source = await compile(schema, 'Frames', {
  bannerComment: BANNER,
  additionalProperties: false,
  ignoreMinAndMaxItems: true,
  style: { singleQuote: true, trailingComma: 'none', arrowParens: 'avoid' }
});

if (process.argv.includes('--check')) {
  const present = await readFile(TARGET, 'utf8').catch(() => '');
  if (present !== source) {
    console.error('src/client/frames.ts is not what the schema says: run `jlpm frames`.');
    process.exit(1);
  }
} else {
  await writeFile(TARGET, source);
}
