import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** The rooms of src/, lowest first: a room imports only from rooms below its own. */
const FLOORS = [
  ['tokens'],
  ['client', 'notebook'],
  ['models'],
  ['components'],
  ['widgets'],
  ['plugins']
];

/** One rule per room, which names the rooms that it must not reach into. */
function roomRules() {
  return FLOORS.flatMap((rooms, floor) =>
    rooms.map(room => {
      const forbidden = FLOORS.slice(floor)
        .flat()
        .filter(other => other !== room);
      return {
        files: [`src/${room}/**/*.{ts,tsx}`],
        rules: {
          'no-restricted-imports': [
            'error',
            {
              patterns: [
                {
                  group: ['@jupyter/chat', ...forbidden.map(r => `../${r}/*`)],
                  message: `${room} imports only from rooms below its own.`
                }
              ]
            }
          ]
        }
      };
    })
  );
}

export default tseslint.config(
  {
    ignores: ['lib', 'node_modules', 'coverage', '.yarn', 'src/client/frames.ts']
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: './tsconfig.test.json',
        tsconfigRootDir: import.meta.dirname
      }
    },
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        }
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      'max-lines': ['error', { max: 300 }],
      eqeqeq: 'error'
    }
  },
  {
    files: ['src/components/**/*.tsx'],
    rules: { 'max-lines': ['error', { max: 200 }] }
  },
  ...roomRules()
);
