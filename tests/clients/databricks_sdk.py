"""The Databricks SDK, unmodified, against the token routes of `oai emulate`.

Run by `cargo xtask clients`. By hand, with a server started by `oai emulate --key KEY`:
python databricks_sdk.py http://127.0.0.1:PORT KEY [unittest's options]
"""

import os
import sys
import tempfile
import unittest

from databricks.sdk import WorkspaceClient
from databricks.sdk.config import Config
from databricks.sdk.service.serving import ChatMessage, ChatMessageRole

import chat

BASE, KEY = sys.argv.pop(1), sys.argv.pop(1)

CLIENT = "33333333-3333-4333-8333-333333333333"
SECRET = "emulator-databricks-secret"


class Databricks(unittest.TestCase):
    def worth(self, config):
        """The status of a chat completion with the header that this configuration yields."""
        return chat.status(BASE, "databricks", config.authenticate()["Authorization"])

    def test_the_server_refuses_other_tokens(self):
        self.assertEqual(self.worth(Config(host=BASE, token="dapi-another")), 401)

    def test_an_access_token(self):
        config = Config(host=BASE, token=KEY)
        self.assertEqual((config.auth_type, self.worth(config)), ("pat", 200))

    def test_a_service_principal(self):
        config = Config(host=BASE, client_id=CLIENT, client_secret=SECRET)
        self.assertEqual((config.auth_type, self.worth(config)), ("oauth-m2m", 200))
        self.assertTrue(config.oauth_token().valid)

    def test_a_profile(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "databrickscfg")
            with open(path, "w", encoding="utf-8") as file:
                file.write(f"[machine]\nhost = {BASE}\nclient_id = {CLIENT}\nclient_secret = {SECRET}\n")
            config = Config(config_file=path, profile="machine")
            self.assertEqual((config.auth_type, self.worth(config)), ("oauth-m2m", 200))

    def test_another_secret(self):
        with self.assertRaises(Exception) as refused:
            Config(host=BASE, client_id=CLIENT, client_secret="canary").authenticate()
        self.assertIn("invalid_client", str(refused.exception))
        self.assertNotIn("canary", str(refused.exception))

    def test_another_scope(self):
        with self.assertRaises(Exception) as refused:
            Config(host=BASE, client_id=CLIENT, client_secret=SECRET, scopes=["sql"]).authenticate()
        self.assertIn("invalid_scope", str(refused.exception))

    def test_its_own_client_asks(self):
        client = WorkspaceClient(host=BASE, client_id=CLIENT, client_secret=SECRET)
        question = [ChatMessage(content="Hello", role=ChatMessageRole.USER)]
        answer = client.serving_endpoints.query("databricks-gpt-5", messages=question)
        self.assertTrue(answer.choices[0].message.content)


if __name__ == "__main__":
    unittest.main()
