/** Colour and cursor codes of terminals: CSI sequences, OSC sequences, and single-character escapes. */

const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** The text as a person reads it, without terminal codes. */
export function stripAnsi(text: string): string {
  return text.replace(ANSI, '');
}
