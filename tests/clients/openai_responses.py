"""Responses of the official client: created, streamed, kept, fetched, and with tools."""

import json
import re

from openai import BadRequestError, NotFoundError
from pydantic import BaseModel

import wires

WEATHER = {
    "type": "function",
    "name": "get_weather",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
    "strict": True,
}

HEX = {"type": "custom", "name": "paint", "format": {"type": "grammar", "syntax": "regex", "definition": "[a-f]{8}"}}


class Person(BaseModel):
    name: str
    age: int
    languages: list[str]


class Responses:
    """What every wire with responses does."""

    def setUp(self):
        self.responses = self.connect().responses

    def create(self, **parameters):
        return self.responses.create(**{"model": self.model, "input": "What is a mixture of experts?", **parameters})

    def test_an_answer(self):
        answer = self.create(instructions="Be brief.")
        self.assertEqual((answer.object, answer.status, answer.error), ("response", "completed", None))
        self.assertIn("What is a mixture of experts?", answer.output_text)
        self.assertGreater(answer.usage.input_tokens, 5)
        self.assertEqual(answer.usage.total_tokens, answer.usage.input_tokens + answer.usage.output_tokens)

    def test_a_stream_says_what_the_whole_answer_says(self):
        with self.create(stream=True) as stream:
            events = list(stream)
        self.assertEqual([event.sequence_number for event in events], list(range(len(events))))
        self.assertEqual((events[0].type, events[-1].type), ("response.created", "response.completed"))
        text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
        self.assertEqual(text, self.create().output_text)
        self.assertEqual(events[-1].response.output_text, text)

    def test_the_clients_own_accumulator(self):
        question = "What is a mixture of experts?"
        with self.responses.stream(model=self.model, input=question) as stream:
            kinds = [event.type for event in stream]
            answer = stream.get_final_response()
        self.assertIn("response.output_text.done", kinds)
        self.assertEqual(answer.output_text, self.create().output_text)

    def test_a_limit_of_tokens(self):
        answer = self.create(max_output_tokens=16)
        self.assertEqual((answer.status, answer.incomplete_details.reason), ("incomplete", "max_output_tokens"))

    def test_a_function_and_its_result(self):
        asked = [{"role": "user", "content": "How warm is it in Oslo?"}]
        first = self.create(input=asked, tools=[WEATHER])
        (call,) = [item for item in first.output if item.type == "function_call"]
        self.assertEqual((call.name, call.status), ("get_weather", "completed"))
        self.assertIsInstance(json.loads(call.arguments)["city"], str)
        output = {"type": "function_call_output", "call_id": call.call_id, "output": "21 degrees"}
        answer = self.create(input=[*asked, *self.sent_back(first), output], tools=[WEATHER])
        self.assertEqual([item.type for item in answer.output if item.type != "reasoning"], ["message"])
        self.assertTrue(answer.output_text)

    def test_a_streamed_function(self):
        events = list(self.create(tools=[WEATHER], tool_choice="required", stream=True))
        pieces = [event.delta for event in events if event.type == "response.function_call_arguments.delta"]
        (done,) = [event for event in events if event.type == "response.function_call_arguments.done"]
        self.assertEqual("".join(pieces), done.arguments)
        self.assertIn("city", json.loads(done.arguments))

    def test_a_custom_tool_follows_its_grammar(self):
        asked = [{"role": "user", "content": "Paint something"}]
        first = self.create(input=asked, tools=[HEX])
        (call,) = [item for item in first.output if item.type == "custom_tool_call"]
        self.assertEqual(call.name, "paint")
        self.assertTrue(re.fullmatch("[a-f]{8}", call.input), call.input)
        output = {"type": "custom_tool_call_output", "call_id": call.call_id, "output": "painted"}
        self.assertTrue(self.create(input=[*asked, *self.sent_back(first), output], tools=[HEX]).output_text)

    def test_a_parsed_person(self):
        answer = self.responses.parse(model=self.model, input="Invent somebody", text_format=Person)
        person = answer.output_parsed
        self.assertIsInstance(person, Person)
        self.assertEqual(json.loads(answer.output_text), person.model_dump())

    def test_a_bad_request(self):
        with self.assertRaises(BadRequestError) as refused:
            self.create(input=[{"role": "nobody", "content": "Hello"}])
        self.assertIn("nobody", str(refused.exception))

    def sent_back(self, response):
        """The items of an answer, as the next turn takes them."""
        return [item.model_dump(exclude_none=True) for item in response.output]


class Kept:
    """What a wire does beyond, that keeps responses."""

    def test_one_is_fetched_and_deleted(self):
        answer = self.create()
        self.assertEqual(self.responses.retrieve(answer.id).output_text, answer.output_text)
        (asked,) = self.responses.input_items.list(answer.id).data
        self.assertEqual((asked.role, asked.content[0].text), ("user", "What is a mixture of experts?"))
        self.responses.delete(answer.id)
        with self.assertRaises(NotFoundError):
            self.responses.retrieve(answer.id)

    def test_input_items_come_in_pages(self):
        texts = [f"Part {number}" for number in range(5)]
        answer = self.create(input=[{"role": "user", "content": text} for text in texts])
        items = list(self.responses.input_items.list(answer.id, limit=2, order="asc"))
        self.assertEqual([item.content[0].text for item in items], texts)

    def test_a_conversation_goes_on(self):
        first = self.create(tools=[WEATHER], tool_choice="required")
        (call,) = [item for item in first.output if item.type == "function_call"]
        output = {"type": "function_call_output", "call_id": call.call_id, "output": "21 degrees"}
        answer = self.create(previous_response_id=first.id, input=[output], tools=[WEATHER])
        self.assertEqual(answer.previous_response_id, first.id)
        self.assertTrue(answer.output_text)

    def test_one_in_the_background(self):
        answer = self.create(background=True)
        self.assertIn(answer.status, ["queued", "in_progress"])
        done = self.until(lambda: self.responses.retrieve(answer.id), ["completed"])
        self.assertIn("mixture of experts", done.output_text)

    def test_one_in_the_background_is_cancelled(self):
        answer = self.create(background=True)
        self.assertEqual(self.responses.cancel(answer.id).status, "cancelled")
        self.assertEqual(self.responses.retrieve(answer.id).status, "cancelled")
        with self.assertRaises(BadRequestError):
            self.responses.cancel(self.create().id)

    def test_a_stream_goes_on_where_it_was_left(self):
        begun = []
        with self.create(background=True, stream=True) as stream:
            for event in stream:
                begun.append(event)
                if event.type == "response.output_text.delta":
                    break
        id = begun[0].response.id
        with self.responses.retrieve(id, stream=True, starting_after=begun[-1].sequence_number) as stream:
            events = [*begun, *stream]
        self.assertEqual([event.sequence_number for event in events], list(range(len(events))))
        text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
        self.assertEqual(events[-1].response.output_text, text)
        self.assertEqual(self.responses.retrieve(id).output_text, text)


class OnOpenAI(Responses, Kept, wires.Platform):
    def test_input_tokens_are_counted(self):
        count = self.responses.input_tokens.count(model=self.model, input="What is a mixture of experts?")
        self.assertEqual(count.object, "response.input_tokens")
        self.assertEqual(count.input_tokens, self.create().usage.input_tokens)

    def test_a_compacted_conversation(self):
        compacted = self.responses.compact(model=self.model, input=[{"role": "user", "content": "Remember: heron."}])
        self.assertEqual(compacted.object, "response.compaction")
        self.assertEqual(compacted.output[-1].type, "compaction")
        again = [*self.sent_back(compacted), {"role": "user", "content": "What was it?"}]
        self.assertTrue(self.create(input=again).output_text)


class OnAzureDated(Responses, Kept, wires.AzurePreview):
    pass


class OnAzureV1(Responses, Kept, wires.AzureV1):
    pass


class OnDatabricks(Responses, wires.Databricks):
    def sent_back(self, response):
        """Databricks gives longer ids than it takes, and a reasoning item is nothing without its own."""
        items = [item for item in response.output if item.type != "reasoning"]
        return [item.model_dump(exclude_none=True, exclude={"id"}) for item in items]

    def test_nothing_is_kept(self):
        for parameter in [{"background": True}, {"store": True}, {"previous_response_id": "resp_1"}]:
            with self.assertRaises(BadRequestError) as refused:
                self.create(**parameter)
            self.assertIn(next(iter(parameter)), str(refused.exception))
