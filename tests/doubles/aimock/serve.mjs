// Runs the stand-in on a free loopback port, prints {"url"} as its first line, and ends with its
// standard input. What it answers is decided by the last message of the request.
import { LLMock } from "@copilotkit/aimock";

const mock = new LLMock({ port: 0, host: "127.0.0.1", logLevel: "silent", chunkSize: 6 });

const answer = "A list index starts at zero, so the last one is the length minus one.";
const counts = [
  [/^claude/, { input_tokens: 1234, output_tokens: 56 }],
  [/^gpt/, { prompt_tokens: 1234, completion_tokens: 56 }],
  [/^gemini/, { promptTokenCount: 1234, candidatesTokenCount: 56 }],
];
for (const [model, usage] of counts) {
  mock.on({ userMessage: "answer", model }, { content: answer, usage });
  mock.on({ userMessage: "allowance", model }, { content: answer, usage, finishReason: "length" });
}

const refusal = (message, status, type, extra = {}) =>
  mock.onMessage(message, { status, error: { message: `status ${status}`, type }, ...extra });
refusal("wrong key", 401, "authentication_error");
refusal("too many", 429, "rate_limit_error", { retryAfter: 7 });
refusal("unavailable", 503, "api_error");
refusal("overloaded", 529, "overloaded_error");
refusal("no such model", 404, "not_found_error");

mock.onMessage("cut", { content: answer }, { truncateAfterChunks: 4 });

await mock.start();
process.stdout.write(`${JSON.stringify({ url: mock.url })}\n`);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
