import { defineConfig } from '@playwright/test';
import * as os from 'node:os';
import * as path from 'node:path';

import { artifacts } from './fixtures/places.ts';

/** The flags keep Debian's Chromium quiet and off the network. */
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
];

export default defineConfig({
  testDir: 'specs',
  outputDir: path.join(artifacts, 'ui-results'),
  reporter: [['list']],
  // Each has a server, a kernel and a browser of its own.
  workers: Number(process.env.UI_WORKERS ?? Math.min(3, Math.max(2, os.cpus().length - 1))),
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: CHROMIUM_FLAGS
    }
  }
});
