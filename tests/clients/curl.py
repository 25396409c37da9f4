"""Plain curl, with the command lines of the clouds' own pages, where only the host, the key and names are filled in.

The pages are the text files in `$SPEC_DIR/seeds`. Run by `cargo xtask clients`. By hand, with a server started by
`oai emulate --key KEY`: python curl.py http://127.0.0.1:PORT KEY [unittest's options]
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.request
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import curl_commands
from openai_audio import frames, recording
from openai_images import size
from wires import BASE, KEY

NAMES = {
    "${PROJECT_ID}": "a-project",
    "${LOCATION}": "us-central1",
    "${ENDPOINT}": "1234",
    "${MODEL_ID}": "gemini-2.5-flash",
    "YOUR_DEPLOYMENT_NAME": "prod",
    "{deployment-id}": "my-dalle-3",
    "YOUR_JOB_NAME": "a-job",
    "JOB_NAME": "a-job",
    "YOUR_STORAGE_CONNECTION_STRING": "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=Yg==",
}


class Answer:
    """What curl received, without its progress."""

    def __init__(self, head, content):
        first, *lines = head.decode().strip().split("\r\n\r\n")[-1].split("\r\n")
        self.status = int(first.split()[1])
        self.headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        self.content = content

    def json(self):
        return json.loads(self.content)

    def events(self):
        """The events of a stream that came to its end."""
        data = [line[6:] for line in self.content.decode().splitlines() if line.startswith("data: ")]
        if data[-1] != "[DONE]":
            raise AssertionError(f"the stream ends with {data[-1]}")
        return [json.loads(text) for text in data[:-1]]


class Curl(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not shutil.which("curl"):
            raise unittest.SkipTest("curl: it is not installed")
        if not os.environ.get("SPEC_DIR"):
            raise unittest.SkipTest("specs: SPEC_DIR is not set")
        pages = sorted(Path(os.environ["SPEC_DIR"], "seeds").glob("*.txt"))
        texts = [page.read_text("utf-8") for page in pages]
        cls.commands = [command for text in texts for command in curl_commands.commands(text)]
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        (cls.folder / "YOUR_AUDIO_FILE_NAME.wav").write_bytes(recording(4))

    def found(self, *parts, method=None):
        """The commands whose address has all these parts, at least one."""
        commands = [command for command in self.commands if all(part in command.address for part in parts)]
        commands = [command for command in commands if method is None or method in command.words]
        self.assertTrue(commands, parts)
        return commands

    def run_command(self, command, **names):
        """Runs curl as the page says. `-i` of the page puts the head before the body."""
        words = command.filled(BASE, KEY, {**NAMES, **names})
        head = self.folder / "head"
        options = ["--silent", "--show-error", "--max-time", "30", "--dump-header", str(head)]
        done = subprocess.run(["curl", *options, *words], cwd=self.folder, capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""), words)
        head, content = head.read_bytes(), done.stdout
        if "-i" in words:
            self.assertTrue(content.startswith(head))
            content = content[len(head) :]
        return Answer(head, content)

    def passed(self, command, status=200, **names):
        answer = self.run_command(command, **names)
        self.assertEqual(answer.status, status, answer.content)
        return answer

    def test_every_command_of_the_pages_is_here(self):
        first = Counter(command.address.split("/")[1] for command in self.commands)
        self.assertEqual(first, {"serving-endpoints": 1, "v1beta1": 4, "openai": 20})
        mends = Counter(mend for command in self.commands for mend in command.mended)
        self.assertEqual(
            mends,
            {
                "blanks after a backslash": 7,
                "a lost backslash": 2,
                "a body without quotes": 1,
                "an apostrophe inside quotes": 1,
            },
        )
        for command in self.commands:
            if command.body is not None:
                self.assertIsInstance(json.loads(command.body), dict)

    def test_every_command_needs_its_key(self):
        for command in self.commands:
            with self.subTest(command.address):
                words = command.filled(BASE, "another-key", NAMES)
                output = ["--silent", "--output", os.devnull, "--write-out", "%{http_code}"]
                words = words[: words.index("--output")] if "--output" in words else words
                done = subprocess.run(["curl", *words, *output], cwd=self.folder, capture_output=True, timeout=60)
                self.assertEqual(done.stdout[-3:], b"401")

    def test_a_response_of_databricks(self):
        (command,) = self.found("/serving-endpoints/responses")
        self.assertIn(f"token:{KEY}", command.filled(BASE, KEY, NAMES))
        answer = self.passed(command).json()
        self.assertEqual((answer["object"], answer["status"]), ("response", "completed"))
        (message,) = [item for item in answer["output"] if item["type"] == "message"]
        self.assertIn("What is a mixture of experts model?", message["content"][0]["text"])

    def test_chat_of_vertex(self):
        for part in ["/endpoints/openapi/", "/endpoints/${ENDPOINT}/"]:
            whole, streamed = self.found("/v1beta1/", part)
            answer = self.passed(whole).json()
            self.assertEqual(answer["object"], "chat.completion")
            content = answer["choices"][0]["message"]["content"]
            self.assertIn("magic backpack", content)
            events = self.passed(streamed).events()
            choices = [choice for event in events for choice in event["choices"]]
            self.assertEqual("".join(choice["delta"].get("content") or "" for choice in choices), content)
            self.assertEqual(choices[-1]["finish_reason"], "stop")

    def test_a_completion(self):
        (command,) = self.found("/YOUR_DEPLOYMENT_NAME/completions?")
        answer = self.passed(command).json()
        self.assertEqual((answer["object"], answer["usage"]["completion_tokens"]), ("text_completion", 5))
        (choice,) = answer["choices"]
        self.assertEqual(choice["finish_reason"], "length")
        self.assertTrue(choice["text"].strip())

    def test_an_embedding(self):
        (command,) = self.found("/embeddings?")
        answer = self.passed(command).json()
        (item,) = answer["data"]
        self.assertEqual((answer["object"], item["object"], item["index"]), ("list", "embedding", 0))
        self.assertAlmostEqual(sum(number * number for number in item["embedding"]), 1, places=3)

    def test_chat_of_azure(self):
        texts, image = self.found("/YOUR_DEPLOYMENT_NAME/chat/completions?")
        questions = ["Do other Azure AI services support this too?", "Describe this picture:"]
        for command, words in zip([texts, image], questions):
            answer = self.passed(command).json()
            self.assertEqual(answer["object"], "chat.completion")
            self.assertIn(words, answer["choices"][0]["message"]["content"])
            self.assertTrue(answer["choices"][0]["content_filter_results"])

    def test_enhancements(self):
        (command,) = [command for command in self.found("/extensions/chat/") if "enhancements" in command.body]
        (choice,) = self.passed(command).json()["choices"]
        self.assertTrue(choice["message"]["content"])
        self.assertIn("grounding", choice["enhancements"])

    def test_on_your_data(self):
        commands = [command for command in self.found("/extensions/chat/") if "enhancements" not in command.body]
        self.assertEqual(len(commands), 5)
        for command in commands:
            kind = json.loads(command.body)["dataSources"][0]["type"]
            with self.subTest(kind):
                answer = self.passed(command).json()
                self.assertEqual(answer["object"], "chat.completion")
                (choice,) = answer["choices"]
                if "2023-06-01-preview" in command.address:
                    tool, said = choice["messages"]
                else:
                    said = choice["message"]
                    (tool,) = said["context"]["messages"]
                self.assertEqual((tool["role"], said["role"]), ("tool", "assistant"))
                self.assertIn("[doc1]", said["content"])
                self.assertTrue(json.loads(tool["content"])["citations"][0]["content"])

    def test_ingestion_jobs(self):
        (start,) = self.found("/ingestion-jobs/", method="PUT")
        (listed,) = self.found("/ingestion-jobs?", method="GET")
        (one,) = self.found("/ingestion-jobs/", method="GET")
        job = self.passed(start).json()
        self.assertEqual((job["id"], job["dataRefreshIntervalInMinutes"]), ("a-job", 10))
        self.assertIn("a-job", [item["id"] for item in self.passed(listed).json()["value"]])
        status = self.passed(one).json()
        self.assertEqual((status["id"], status["completionAction"]), ("a-job", "cleanUpAssets"))

    def test_an_image_of_dall_e_3(self):
        (command,) = self.found("/images/generations?")
        (image,) = self.passed(command).json()["data"]
        self.assertTrue(image["revised_prompt"])
        self.assertEqual(self.fetched(image), (1024, 1024))

    def test_images_of_dall_e_2(self):
        (submit,) = self.found("/images/generations:submit")
        (poll,) = self.found("/operations/images/", method="GET")
        (delete,) = self.found("/operations/images/", method="DELETE")
        submitted = self.passed(submit, 202)
        operation = submitted.json()
        self.assertEqual(operation["status"], "notRunning")
        self.assertIn(operation["id"], submitted.headers["operation-location"])
        names = {"{operation-id}": operation["id"]}
        end = time.monotonic() + 30
        while (polled := self.passed(poll, **names).json())["status"] in ["notRunning", "running"]:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.2)
        self.assertEqual((polled["status"], polled["id"]), ("succeeded", operation["id"]))
        self.assertEqual([self.fetched(image) for image in polled["result"]["data"]], [(512, 512)] * 3)
        self.assertEqual(self.passed(delete, 204, **names).content, b"")
        self.assertEqual(self.passed(poll, **names).json()["status"], "deleted")

    def fetched(self, image):
        self.assertEqual(urlsplit(image["url"]).netloc, urlsplit(BASE).netloc)
        with urllib.request.urlopen(image["url"]) as response:
            return size(response.read())

    def test_a_transcript(self):
        (command,) = self.found("/audio/transcriptions?")
        srt = self.passed(command).content.decode()
        self.assertTrue(srt.startswith("1\n00:00:00,000 --> "), srt)
        self.assertIn("--> 00:00:04,000\n", srt)
        self.assertIn("zoology terms", srt)

    def test_a_translation(self):
        (command,) = self.found("/audio/translations?")
        self.assertIn("YOUR_AUDIO_FILE_NAME.wav", self.passed(command).json()["text"])

    def test_speech(self):
        (command,) = self.found("/audio/speech?")
        self.assertEqual(json.loads(command.body)["input"], "I'm excited to try text to speech.")
        answer = self.passed(command)
        self.assertEqual(answer.headers["content-type"], "audio/mpeg")
        self.assertGreater(frames((self.folder / "speech.mp3").read_bytes()), 10)


if __name__ == "__main__":
    unittest.main()
