"""Chat completions of the official client, on every wire, streaming and not."""

import json
import os
import unittest
import uuid
from unittest import mock

from openai import APIError, AuthenticationError, BadRequestError, OpenAI, RateLimitError

import wires

QUESTION = [{"role": "user", "content": "What is a mixture of experts model?"}]

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather at a place",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string"},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
                "days": {"type": "integer", "minimum": 1, "maximum": 7},
            },
            "required": ["city", "unit"],
        },
    },
}

PERSON = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer"},
        "languages": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["name", "age", "languages"],
    "additionalProperties": False,
}


class Chat:
    """What must hold on every wire."""

    has_logprobs = True
    sees_stream_errors = True

    def setUp(self):
        self.chat = self.connect().chat.completions

    def faulty(self, fault, **options):
        """Chat completions that meet this fault on the emulator."""
        headers = {"x-emulator-fault": fault, "x-emulator-key": str(uuid.uuid4())}
        return self.connect(default_headers=headers, **options).chat.completions

    def whole(self, **parameters):
        return self.chat.create(model=self.model, messages=QUESTION, **parameters)

    def chunks(self, **parameters):
        return list(self.chat.create(model=self.model, messages=QUESTION, stream=True, **parameters))

    def test_an_answer(self):
        answer = self.whole()
        self.assertEqual(answer.object, "chat.completion")
        self.assertEqual(len(answer.choices), 1)
        choice = answer.choices[0]
        self.assertEqual((choice.index, choice.finish_reason, choice.message.role), (0, "stop", "assistant"))
        self.assertTrue(choice.message.content.strip())
        self.assertGreater(answer.usage.prompt_tokens, 0)
        self.assertGreaterEqual(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens)

    def test_a_stream_says_what_the_whole_answer_says(self):
        chunks = self.chunks()
        self.assertGreater(len(chunks), 3)
        self.assertEqual({chunk.object for chunk in chunks} - {""}, {"chat.completion.chunk"})
        self.assertEqual(text_of(chunks), self.whole().choices[0].message.content)
        self.assertEqual(finishes(chunks), {0: "stop"})

    def test_usage_of_a_stream(self):
        chunks = self.chunks(stream_options={"include_usage": True})
        usage = [chunk.usage for chunk in chunks if chunk.usage]
        self.assertTrue(usage, "no chunk has usage")
        self.assertEqual(usage[-1].total_tokens, self.whole().usage.total_tokens)

    def test_several_choices(self):
        answer = self.whole(n=2)
        self.assertEqual([choice.index for choice in answer.choices], [0, 1])
        chunks = self.chunks(n=2)
        for choice in answer.choices:
            self.assertTrue(choice.message.content)
            self.assertEqual(text_of(chunks, choice.index), choice.message.content)
        self.assertEqual(finishes(chunks), {0: "stop", 1: "stop"})

    def test_stop(self):
        content = self.whole().choices[0].message.content
        word = content.split()[3]
        choice = self.whole(stop=word).choices[0]
        self.assertEqual(choice.message.content, content[: content.index(word)])
        self.assertEqual(choice.finish_reason, "stop")
        self.assertEqual(text_of(self.chunks(stop=[word])), choice.message.content)

    def test_a_limit_of_tokens(self):
        answer = self.whole(max_tokens=3)
        self.assertEqual(answer.choices[0].finish_reason, "length")
        self.assertEqual(answer.usage.completion_tokens, 3)
        chunks = self.chunks(max_tokens=3)
        self.assertEqual(finishes(chunks), {0: "length"})
        self.assertEqual(text_of(chunks), answer.choices[0].message.content)

    def test_a_tool_call_and_its_result(self):
        choice = self.whole(tools=[WEATHER]).choices[0]
        self.assertEqual(choice.finish_reason, "tool_calls")
        (call,) = choice.message.tool_calls
        self.assertEqual((call.type, call.function.name), ("function", "get_weather"))
        self.check_arguments(call.function.arguments)
        result = {"role": "tool", "tool_call_id": call.id, "content": json.dumps({"celsius": 21})}
        messages = [*QUESTION, choice.message.model_dump(exclude_none=True), result]
        answer = self.chat.create(model=self.model, messages=messages, tools=[WEATHER])
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertTrue(answer.choices[0].message.content)

    def test_a_streamed_tool_call(self):
        chunks = self.chunks(tools=[WEATHER], tool_choice="required")
        deltas = [call for chunk in chunks for choice in chunk.choices for call in choice.delta.tool_calls or []]
        self.assertEqual({call.index for call in deltas}, {0})
        self.assertEqual([call.function.name for call in deltas if call.function.name], ["get_weather"])
        self.assertTrue(deltas[0].id)
        self.check_arguments("".join(call.function.arguments or "" for call in deltas))
        self.assertEqual(finishes(chunks), {0: "tool_calls"})

    def check_arguments(self, text):
        arguments = json.loads(text)
        self.assertIsInstance(arguments["city"], str)
        self.assertIn(arguments["unit"], ["celsius", "fahrenheit"])
        self.assertTrue(1 <= arguments.get("days", 1) <= 7)
        self.assertLessEqual(set(arguments), {"city", "unit", "days"})

    def test_a_json_schema(self):
        form = {"type": "json_schema", "json_schema": {"name": "person", "strict": True, "schema": PERSON}}
        content = self.whole(response_format=form).choices[0].message.content
        person = json.loads(content)
        self.assertEqual(set(person), {"name", "age", "languages"})
        self.assertIsInstance(person["name"], str)
        self.assertIs(type(person["age"]), int)
        self.assertTrue(all(isinstance(language, str) for language in person["languages"]))
        self.assertEqual(text_of(self.chunks(response_format=form)), content)

    def test_logprobs(self):
        logprobs = self.whole(logprobs=True, top_logprobs=2).choices[0].logprobs
        if not self.has_logprobs:
            self.assertIsNone(logprobs)
            return
        content = self.whole().choices[0].message.content
        self.assertEqual("".join(token.token for token in logprobs.content), content)
        for token in logprobs.content:
            self.assertLessEqual(token.logprob, 0)
            self.assertEqual(len(token.top_logprobs), 2)
        streamed = [
            token.token
            for chunk in self.chunks(logprobs=True, top_logprobs=2)
            for choice in chunk.choices
            if choice.logprobs
            for token in choice.logprobs.content
        ]
        self.assertEqual("".join(streamed), content)

    def test_a_refused_key(self):
        with self.assertRaises(AuthenticationError) as refused:
            self.connect(key="another-key").chat.completions.create(model=self.model, messages=QUESTION)
        self.assertEqual(refused.exception.status_code, 401)
        self.assertNotIn("another-key", str(refused.exception))

    def test_a_bad_request(self):
        with self.assertRaises(BadRequestError):
            self.whole(temperature=3)

    def test_a_busy_server_is_asked_again(self):
        busy = "status=429; retry-after-ms=1; times=2"
        chat = self.faulty(busy, max_retries=2).with_raw_response
        answer = chat.create(model=self.model, messages=QUESTION)
        self.assertEqual(answer.retries_taken, 2)
        self.assertEqual(answer.parse().choices[0].message.content, self.whole().choices[0].message.content)
        with self.assertRaises(RateLimitError):
            self.faulty(busy, max_retries=1).create(model=self.model, messages=QUESTION)

    def test_an_error_inside_a_stream(self):
        stream = self.faulty("error=2").create(model=self.model, messages=QUESTION, stream=True)
        if self.sees_stream_errors:
            with self.assertRaises(APIError):
                list(stream)
        else:
            self.assertEqual(finishes(list(stream)), {})


class OnOpenAI(Chat, wires.Platform):
    pass


class OnAzureDated(Chat, wires.AzureDated):
    pass


class OnOneAzureDeployment(Chat, wires.AzureDated):
    def client(self, **options):
        return super().client(azure_deployment="prod-4o", **options)


class OnAzureV1(Chat, wires.AzureV1):
    pass


class OnVertexGemini(Chat, wires.VertexGemini):
    has_logprobs = False


class OnVertexSelfDeployed(Chat, wires.VertexSelfDeployed):
    pass


class OnDatabricks(Chat, wires.Databricks):
    # The client looks for a member `error`, which Databricks' flat error object has not.
    sees_stream_errors = False


class FromTheEnvironment(unittest.TestCase):
    """A client without arguments: two variables lead it to Vertex AI, as Google's guide sets them."""

    def test_the_environment_alone(self):
        for endpoint, model in [("openapi", "google/gemini-2.5-flash"), ("1234", "")]:
            base = f"{wires.BASE}/v1beta1/{wires.PLACE}/endpoints/{endpoint}"
            with self.subTest(endpoint), mock.patch.dict(os.environ, OPENAI_BASE_URL=base, OPENAI_API_KEY=wires.KEY):
                with OpenAI() as client:
                    chat = client.chat.completions
                    whole = chat.create(model=model, messages=QUESTION).choices[0]
                    chunks = list(chat.create(model=model, messages=QUESTION, stream=True))
                self.assertEqual(whole.finish_reason, "stop")
                self.assertIn(QUESTION[0]["content"], whole.message.content)
                self.assertEqual(text_of(chunks), whole.message.content)
        with mock.patch.dict(os.environ, OPENAI_BASE_URL=base, OPENAI_API_KEY="another-key"):
            with OpenAI() as client, self.assertRaises(AuthenticationError):
                client.chat.completions.create(model=model, messages=QUESTION)


def text_of(chunks, index=0):
    """All that one choice of a stream says."""
    choices = (choice for chunk in chunks for choice in chunk.choices if choice.index == index)
    return "".join(choice.delta.content or "" for choice in choices if choice.delta)


def finishes(chunks):
    """The finish reason of every choice of a stream. Each choice may finish only once."""
    found = [(choice.index, choice.finish_reason) for chunk in chunks for choice in chunk.choices or []]
    ends = [(index, reason) for index, reason in found if reason]
    if len(ends) != len(dict(ends)):
        raise AssertionError(f"a choice finished twice: {ends}")
    return dict(ends)
