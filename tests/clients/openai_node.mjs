// The official OpenAI client for Node, unmodified, against `oai emulate`: every operation that it has.
//
// Run by `cargo xtask clients`, which installs it beside this file. By hand, with a server started by
// `oai emulate --key KEY`: node openai_node.mjs http://127.0.0.1:PORT KEY

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import OpenAI, { AuthenticationError, AzureOpenAI, BadRequestError } from "openai";
import { NotFoundError, PermissionDeniedError, RateLimitError, toFile } from "openai";

const [base, key] = process.argv.slice(2);
const once = { apiKey: key, maxRetries: 0, timeout: 60_000 };
const openai = (path) => (options) => new OpenAI({ ...once, baseURL: `${base}${path}`, ...options });
const azure = (apiVersion) => (options) => new AzureOpenAI({ ...once, endpoint: base, apiVersion, ...options });

/** Each wire, with what it has. */
const WIRES = {
  OpenAI: { connect: openai("/v1"), kept: true, speech: true, gptImages: true, all: true },
  "Azure, dated": { connect: azure("2024-10-21"), dated: true, dallE3: true },
  "Azure, preview": { connect: azure("2025-04-01-preview"), dated: true, kept: true, speech: true, gptImages: true },
  "Azure, v1": { connect: openai("/openai/v1"), kept: true, noMedia: true },
};

const QUESTION = "What is a mixture of experts model?";
const MESSAGES = [{ role: "user", content: QUESTION }];
const CITY = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};

/** The one model that may be deleted, and only once. */
const FINE_TUNED = "ft:gpt-4o-mini-2024-07-18:emulator::9abcdefg";

/** A test of what not every wire has. */
const when = (has) => (has ? it : () => {});

async function all(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}

const joined = (events, type) => events.filter((event) => event.type === type).map((event) => event.delta).join("");

const bytes = async (answer) => Buffer.from(await answer.arrayBuffer());

async function until(ask, status) {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer.status === status) return answer;
    assert(Date.now() < end, `still ${answer.status}`);
    await setTimeout(100);
  }
}

/** A silent WAV file, whose header says how long it is. */
function recording(seconds, rate = 8000) {
  const file = Buffer.alloc(44 + 2 * rate * seconds);
  file.write("RIFF", 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  [1, 1].forEach((value, index) => file.writeUInt16LE(value, 20 + 2 * index));
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(2 * rate, 28);
  [2, 16].forEach((value, index) => file.writeUInt16LE(value, 32 + 2 * index));
  file.write("data", 36);
  file.writeUInt32LE(file.length - 44, 40);
  return file;
}

/** The width and height of a PNG. */
function size(base64) {
  const file = Buffer.from(base64, "base64");
  assert.equal(file.subarray(1, 4).toString(), "PNG");
  assert.equal(file.subarray(-8, -4).toString(), "IEND");
  return `${file.readUInt32BE(16)}x${file.readUInt32BE(20)}`;
}

for (const [name, wire] of Object.entries(WIRES)) {
  const client = wire.connect();
  describe(name, { concurrency: true }, () => {
    it("chats", async () => {
      const answer = await client.chat.completions.create({ model: "gpt-4o", messages: MESSAGES });
      const [{ message, finish_reason }] = answer.choices;
      assert.equal(finish_reason, "stop");
      assert(message.content.includes(QUESTION));
      const streamed = { model: "gpt-4o", messages: MESSAGES, stream: true };
      const chunks = await all(await client.chat.completions.create(streamed));
      const pieces = chunks.flatMap((chunk) => chunk.choices).map((choice) => choice.delta?.content ?? "");
      assert.equal(pieces.join(""), message.content);
    });

    it("runs tools in a chat", async () => {
      let asked;
      const answered = (value) => {
        asked = value;
        return "21 degrees";
      };
      const look = { name: "look", parameters: CITY, parse: JSON.parse, function: answered };
      const tools = [{ type: "function", function: look }];
      const runner = client.chat.completions.runTools({ model: "gpt-4o", messages: MESSAGES, tools });
      assert(await runner.finalContent());
      assert.equal(typeof asked.city, "string");
    });

    it("completes", async () => {
      const asked = { model: "gpt-3.5-turbo-instruct", prompt: "Once upon a time", max_tokens: 8 };
      const answer = await client.completions.create(asked);
      assert.equal(answer.usage.completion_tokens, 8);
      const chunks = await all(await client.completions.create({ ...asked, stream: true }));
      const texts = chunks.flatMap((chunk) => chunk.choices).map((choice) => choice.text);
      assert.equal(texts.join(""), answer.choices[0].text);
    });

    it("embeds", async () => {
      const input = ["The cat sleeps on the sofa", "Two cats sleep on a sofa", "Tax returns are due in April"];
      const ask = (parameters) => client.embeddings.create({ model: "text-embedding-3-small", input, ...parameters });
      const [cat, cats, taxes] = (await ask({})).data.map((item) => item.embedding);
      const floats = (await ask({ encoding_format: "float" })).data[0].embedding;
      assert.equal(cat.length, 1536);
      assert(cat.every((number, index) => Math.abs(number - floats[index]) < 1e-5));
      const dot = (other) => cat.reduce((sum, number, index) => sum + number * other[index], 0);
      assert(Math.abs(dot(cat) - 1) < 1e-4);
      assert(dot(cats) > dot(taxes));
    });

    it("names its models", async () => {
      const models = await all(client.models.list());
      assert(models.some((model) => model.id === "gpt-4o"));
      assert.equal((await client.models.retrieve("gpt-4o")).id, "gpt-4o");
      await assert.rejects(client.models.retrieve("no-such-model"), NotFoundError);
    });

    when(wire.all)("deletes a model", async () => {
      const { id, deleted } = await client.models.delete(FINE_TUNED);
      assert.deepEqual([id, deleted], [FINE_TUNED, true]);
      assert(!(await all(client.models.list())).some((model) => model.id === FINE_TUNED));
      await assert.rejects(client.models.delete(FINE_TUNED), NotFoundError);
      await assert.rejects(client.models.delete("gpt-4o"), PermissionDeniedError);
    });

    it("keeps files", async () => {
      const content = Buffer.from('{"prompt": "a", "completion": "b"}\n'.repeat(50));
      const file = await client.files.create({ file: await toFile(content, "train.jsonl"), purpose: "fine-tune" });
      assert.deepEqual([file.filename, file.bytes], ["train.jsonl", content.length]);
      assert.deepEqual(await bytes(await client.files.content(file.id)), content);
      const listed = await all(client.files.list(wire.dated ? {} : { limit: 1 }));
      assert(listed.some((other) => other.id === file.id));
      await client.files.delete(file.id);
      await assert.rejects(client.files.retrieve(file.id), NotFoundError);
    });

    it("takes a file in parts", async () => {
      const pieces = ['{"prompt": "a", ', '"completion": ', '"b"}\n'];
      const size = pieces.join("").length;
      const upload = await client.uploads.create({
        bytes: size,
        filename: "words.jsonl",
        mime_type: "text/jsonl",
        purpose: "fine-tune",
      });
      const ids = [];
      for (const piece of pieces) {
        ids.push((await client.uploads.parts.create(upload.id, { data: await toFile(Buffer.from(piece), "part") })).id);
      }
      const done = await client.uploads.complete(upload.id, { part_ids: ids });
      assert.equal(done.status, "completed");
      assert.equal(await (await client.files.content(done.file.id)).text(), pieces.join(""));
    });

    it("gives up a file in parts", async () => {
      const asked = { bytes: 10, filename: "words.jsonl", mime_type: "text/jsonl", purpose: "fine-tune" };
      const { id } = await client.uploads.create(asked);
      const cancelled = await client.uploads.cancel(id);
      assert.deepEqual([cancelled.id, cancelled.status], [id, "cancelled"]);
      const data = await toFile(Buffer.from("0123456789"), "part");
      await assert.rejects(client.uploads.parts.create(id, { data }), BadRequestError);
    });

    it("completes a batch", async () => {
      const endpoint = wire.dated ? "/chat/completions" : "/v1/chat/completions";
      const body = { model: "gpt-4o", messages: MESSAGES };
      const line = JSON.stringify({ custom_id: "a", method: "POST", url: endpoint, body });
      const file = await client.files.create({ file: await toFile(Buffer.from(line), "in.jsonl"), purpose: "batch" });
      const batch = await client.batches.create({ input_file_id: file.id, endpoint, completion_window: "24h" });
      const done = await until(() => client.batches.retrieve(batch.id), "completed");
      const output = JSON.parse(await (await client.files.content(done.output_file_id)).text());
      assert(output.response.body.choices[0].message.content.includes(QUESTION));
      const other = await client.batches.create({ input_file_id: file.id, endpoint, completion_window: "24h" });
      assert.equal((await client.batches.cancel(other.id)).status, "cancelling");
      const ids = (await all(client.batches.list({ limit: 1 }))).map((listed) => listed.id);
      assert(ids.includes(other.id) && ids.indexOf(other.id) < ids.indexOf(batch.id), `${ids}`);
    });

    it("is refused as it should be", async () => {
      const asked = { model: "gpt-4o", messages: MESSAGES };
      const refused = wire.connect({ apiKey: "another-key" });
      await assert.rejects(refused.chat.completions.create(asked), AuthenticationError);
      await assert.rejects(client.chat.completions.create({ ...asked, temperature: 3 }), BadRequestError);
      const headers = { "x-emulator-fault": "status=429; retry-after-ms=1" };
      await assert.rejects(client.chat.completions.create(asked, { headers }), RateLimitError);
    });

    when(wire.kept)("responds", async () => {
      const asked = { model: "gpt-4o", input: QUESTION };
      const answer = await client.responses.create(asked);
      assert(answer.output_text.includes(QUESTION));
      const events = await all(await client.responses.create({ ...asked, stream: true }));
      assert.equal(joined(events, "response.output_text.delta"), answer.output_text);
      assert.equal(events.at(-1).type, "response.completed");
      assert.equal((await client.responses.retrieve(answer.id)).output_text, answer.output_text);
      const items = await all(client.responses.inputItems.list(answer.id));
      assert.deepEqual(items.map((item) => item.content[0].text), [QUESTION]);
      await client.responses.delete(answer.id);
      await assert.rejects(client.responses.retrieve(answer.id), NotFoundError);
    });

    when(wire.kept)("responds with tools", async () => {
      const tools = [{ type: "function", name: "look", parameters: CITY, strict: true }];
      const first = await client.responses.create({ model: "gpt-4o", input: QUESTION, tools });
      const call = first.output.find((item) => item.type === "function_call");
      assert.equal(typeof JSON.parse(call.arguments).city, "string");
      const input = [{ type: "function_call_output", call_id: call.call_id, output: "21 degrees" }];
      const asked = { model: "gpt-4o", previous_response_id: first.id, input, tools };
      assert((await client.responses.create(asked)).output_text);
      const custom = [{ type: "custom", name: "write" }];
      const { output } = await client.responses.create({ model: "gpt-4o", input: QUESTION, tools: custom });
      assert(output.find((item) => item.type === "custom_tool_call").input);
    });

    when(wire.kept)("responds in the background", async () => {
      const asked = { model: "gpt-4o", input: QUESTION, background: true };
      const begun = await client.responses.create(asked);
      await until(() => client.responses.retrieve(begun.id), "completed");
      const { id } = await client.responses.create(asked);
      assert.equal((await client.responses.cancel(id)).status, "cancelled");
      const seen = [];
      for await (const event of await client.responses.create({ ...asked, stream: true })) {
        seen.push(event);
        if (event.type === "response.output_text.delta") break;
      }
      const after = { stream: true, starting_after: seen.at(-1).sequence_number };
      seen.push(...(await all(await client.responses.retrieve(seen[0].response.id, after))));
      assert.deepEqual(seen.map((event) => event.sequence_number), [...seen.keys()]);
      const [{ content }] = seen.at(-1).response.output.filter((item) => item.type === "message");
      assert.equal(joined(seen, "response.output_text.delta"), content[0].text);
    });

    when(wire.all)("counts what a response would take", async () => {
      const asked = { model: "gpt-4o", input: QUESTION };
      const count = await client.responses.inputTokens.count(asked);
      assert.equal(count.object, "response.input_tokens");
      assert.equal(count.input_tokens, (await client.responses.create(asked)).usage.input_tokens);
    });

    when(wire.all)("makes a conversation shorter", async () => {
      const said = [{ role: "user", content: "Remember: heron." }];
      const { object, output } = await client.responses.compact({ model: "gpt-4o", input: said });
      assert.deepEqual([object, output.at(-1).type], ["response.compaction", "compaction"]);
      const input = [...output, { role: "user", content: "What was it?" }];
      const { output_text } = await client.responses.create({ model: "gpt-4o", input });
      assert(output_text.includes("What was it?"));
    });

    when(wire.kept)("parses what follows a schema", async () => {
      const text = { format: { type: "json_schema", name: "place", schema: CITY, strict: true } };
      const { output_parsed } = await client.responses.parse({ model: "gpt-4o", input: QUESTION, text });
      assert.deepEqual(Object.keys(output_parsed), ["city"]);
    });

    when(wire.dallE3 || wire.all)("draws with DALL-E 3", async () => {
      const asked = { model: "dall-e-3", prompt: "A heron", size: "1024x1792", response_format: "b64_json" };
      const { data } = await client.images.generate(asked);
      assert.deepEqual(data.map((image) => size(image.b64_json)), ["1024x1792"]);
      await assert.rejects(client.images.generate({ ...asked, size: "1x1" }), BadRequestError);
    });

    when(wire.gptImages)("draws with GPT images", async () => {
      const asked = { model: "gpt-image-1", prompt: "A heron", size: "1536x1024" };
      const { data } = await client.images.generate({ ...asked, n: 2 });
      assert.deepEqual(data.map((image) => size(image.b64_json)), ["1536x1024", "1536x1024"]);
      const events = await all(await client.images.generate({ ...asked, stream: true, partial_images: 1 }));
      const kinds = ["image_generation.partial_image", "image_generation.completed"];
      assert.deepEqual(events.map((event) => event.type), kinds);
      const image = await toFile(Buffer.from(events[1].b64_json, "base64"), "heron.png", { type: "image/png" });
      // Of a form, the client does not take Azure's deployment.
      const drawer = wire.dated ? wire.connect({ deployment: "gpt-image-1" }) : client;
      const edited = await drawer.images.edit({ ...asked, image, prompt: "A hat" });
      assert.equal(size(edited.data[0].b64_json), "1536x1024");
    });

    when(wire.all)("varies an image", async () => {
      const plain = { model: "dall-e-2", size: "256x256", response_format: "b64_json" };
      const { data } = await client.images.generate({ ...plain, prompt: "A heron" });
      const image = await toFile(Buffer.from(data[0].b64_json, "base64"), "heron.png", { type: "image/png" });
      const varied = await client.images.createVariation({ ...plain, image, n: 2 });
      assert.deepEqual(varied.data.map((one) => size(one.b64_json)), ["256x256", "256x256"]);
    });

    when(!wire.noMedia)("hears", async () => {
      const ask = async (parameters) => {
        const file = await toFile(recording(3), "talk.wav");
        return client.audio.transcriptions.create({ model: "whisper-1", file, ...parameters });
      };
      const { text } = await ask({});
      assert(text.includes("talk.wav"));
      const verbose = await ask({ response_format: "verbose_json" });
      assert.deepEqual([verbose.duration, verbose.segments.at(-1).end], [3, 3]);
      assert((await ask({ response_format: "srt" })).includes("--> 00:00:03,000\n"));
      assert.equal((await ask({ response_format: "text" })).trim(), text);
      const file = await toFile(recording(3), "talk.wav");
      assert((await client.audio.translations.create({ model: "whisper-1", file })).text.includes("translation"));
      if (!wire.speech) return;
      const events = await all(await ask({ model: "gpt-4o-transcribe", stream: true }));
      assert.equal(joined(events, "transcript.text.delta"), events.at(-1).text);
    });

    when(wire.speech)("speaks", async () => {
      const speak = async (response_format) =>
        bytes(await client.audio.speech.create({ model: "tts-1", voice: "alloy", input: QUESTION, response_format }));
      assert.equal((await speak("mp3")).readUInt16BE(0) >> 5, 0x7ff);
      const [wav, pcm] = [await speak("wav"), await speak("pcm")];
      const [rate, channels] = [wav.readUInt32LE(24), wav.readUInt16LE(22)];
      const seconds = wav.readUInt32LE(40) / (2 * rate * channels);
      assert(seconds > 1 && Math.abs(pcm.length / 48_000 - seconds) < 0.01, `${seconds}`);
    });

    when(!wire.dated)("moderates", async () => {
      const { results } = await client.moderations.create({ input: ["Good morning", "I will kill it"] });
      assert.deepEqual(results.map((result) => result.flagged), [false, true]);
      assert(results[1].categories.violence);
    });
  });
}
