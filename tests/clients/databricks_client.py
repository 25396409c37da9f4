"""Databricks' own OpenAI client (databricks-openai), unmodified, against `oai emulate`: the examples of its page.

Run by `cargo xtask clients` where `uv` can install it. By hand, with a server started by `oai emulate --key KEY`:
python databricks_client.py http://127.0.0.1:PORT KEY [unittest's options]
"""

import os
import sys
import unittest
from unittest import mock

from databricks_openai import DatabricksOpenAI

BASE, KEY = sys.argv.pop(1), sys.argv.pop(1)

MODEL = "databricks-gpt-5"


class Databricks(unittest.TestCase):
    def setUp(self):
        # As on its page: without arguments, the workspace and the token found in the environment.
        with mock.patch.dict(os.environ, DATABRICKS_HOST=BASE, DATABRICKS_TOKEN=KEY):
            self.client = DatabricksOpenAI()
        self.addCleanup(self.client.close)

    def respond(self, text, **parameters):
        return self.client.responses.create(model=MODEL, input=[{"role": "user", "content": text}], **parameters)

    def test_a_response(self):
        asked = [
            {"role": "system", "content": "You are a helpful assistant."},
            {"role": "user", "content": "What is a mixture of experts model?"},
        ]
        answer = self.client.responses.create(model=MODEL, input=asked, max_output_tokens=256)
        self.assertEqual(answer.status, "completed")
        self.assertIn("What is a mixture of experts model?", answer.output_text)

    def test_a_streamed_response(self):
        events = list(self.respond("Hello", stream=True))
        text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
        self.assertEqual((events[-1].type, events[-1].response.output_text), ("response.completed", text))
        self.assertTrue(text)

    def test_a_custom_tool(self):
        tool = {
            "type": "custom",
            "name": "code_exec",
            "description": "Executes arbitrary Python code. Return only valid Python code.",
        }
        text = "Write a Python function to calculate factorial"
        answer = self.respond(text, tools=[tool], max_output_tokens=1024)
        (call,) = [item for item in answer.output if item.type == "custom_tool_call"]
        self.assertEqual(call.name, "code_exec")
        self.assertTrue(call.input)

    def test_a_patch(self):
        text = "Add input validation to the factorial function in main.py."
        answer = self.respond(text, tools=[{"type": "apply_patch"}], max_output_tokens=1024)
        (call,) = [item for item in answer.output if item.type == "apply_patch_call"]
        self.assertIn(call.operation.type, ["create_file", "update_file", "delete_file"])
        self.assertTrue(call.operation.path)

    def test_chat(self):
        asked = [{"role": "user", "content": "Hello"}]
        answer = self.client.chat.completions.create(model=MODEL, messages=asked)
        stream = self.client.chat.completions.create(model=MODEL, messages=asked, stream=True)
        pieces = [choice.delta.content or "" for chunk in stream for choice in chunk.choices]
        self.assertEqual("".join(pieces), answer.choices[0].message.content)

    def test_embeddings(self):
        answer = self.client.embeddings.create(model="databricks-gte-large-en", input=["one", "two"])
        self.assertEqual([len(item.embedding) for item in answer.data], [1024, 1024])


if __name__ == "__main__":
    unittest.main()
