// JupyterLab ships its packages as ECMAScript modules, so they are compiled for jest as well.
const compiledPackages = [
  '@jupyterlab',
  '@jupyter',
  '@microsoft',
  '@codemirror',
  '@lezer',
  'lib0',
  'y-protocols',
  'y-websocket',
  'yjs',
  'exenv-es6',
  'nanoid',
  '@rjsf',
  'lodash-es',
  'marked',
  'style-mod',
  'w3c-keyname',
  'crelt',
  '@marijn',
  'lezer-.*',
  'cm6-.*'
];

module.exports = {
  testEnvironment: 'jsdom',
  testMatch: ['<rootDir>/tests/**/*.test.ts?(x)'],
  setupFiles: ['<rootDir>/tests/browser_gaps.ts'],
  transform: {
    '^.+\\.(ts|tsx|js|mjs)$': ['ts-jest', { tsconfig: 'tsconfig.test.json', diagnostics: false }]
  },
  transformIgnorePatterns: [`/node_modules/(?!(${compiledPackages.join('|')})/)`],
  moduleNameMapper: {
    '\\.css$': '<rootDir>/tests/empty_module.js',
    '\\.svg$': '<rootDir>/tests/empty_icon.js'
  },
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'json']
};
