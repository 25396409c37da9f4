"""The wires of `oai emulate`, each with the official client built as its users build it."""

import sys
import time
import unittest

from openai import AzureOpenAI, OpenAI

BASE, KEY = sys.argv.pop(1), sys.argv.pop(1)

PLACE = "projects/a-project/locations/us-central1"


class Wire:
    """What the tests of one wire share; mixed into a test case."""

    model = "gpt-4o"

    def client(self, key=KEY, **options):
        raise NotImplementedError

    def connect(self, **options):
        """A client that is closed after the test, and that tries only once."""
        client = self.client(**{"max_retries": 0, "timeout": 60, **options})
        self.addCleanup(client.close)
        return client

    def until(self, ask, statuses, seconds=30):
        """Asks until the status is one of these."""
        end = time.monotonic() + seconds
        while (answer := ask()).status not in statuses:
            self.assertLess(time.monotonic(), end, f"still {answer.status} after {seconds} seconds")
            time.sleep(0.1)
        return answer


class Platform(Wire, unittest.TestCase):
    def client(self, key=KEY, **options):
        return OpenAI(base_url=f"{BASE}/v1", api_key=key, **options)


class AzureDated(Wire, unittest.TestCase):
    version = "2024-10-21"

    def client(self, key=KEY, **options):
        return AzureOpenAI(azure_endpoint=BASE, api_version=self.version, api_key=key, **options)


class AzurePreview(AzureDated):
    version = "2025-04-01-preview"


class AzureV1(Wire, unittest.TestCase):
    def client(self, key=KEY, **options):
        return OpenAI(base_url=f"{BASE}/openai/v1/", api_key=key, **options)


class VertexGemini(Wire, unittest.TestCase):
    model = "google/gemini-2.5-flash"

    def client(self, key=KEY, **options):
        return OpenAI(base_url=f"{BASE}/v1beta1/{PLACE}/endpoints/openapi", api_key=key, **options)


class VertexSelfDeployed(Wire, unittest.TestCase):
    model = ""

    def client(self, key=KEY, **options):
        return OpenAI(base_url=f"{BASE}/v1beta1/{PLACE}/endpoints/1234", api_key=key, **options)


class Databricks(Wire, unittest.TestCase):
    model = "databricks-gpt-5"

    def client(self, key=KEY, **options):
        return OpenAI(base_url=f"{BASE}/serving-endpoints", api_key=key, **options)
