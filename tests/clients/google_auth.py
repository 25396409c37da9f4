"""The google-auth library, unmodified, against the token routes of `oai emulate`.

Run by `cargo xtask clients`. By hand, with a server started by `oai emulate --key KEY`:
python google_auth.py http://127.0.0.1:PORT KEY [unittest's options]
"""

import json
import os
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path
from urllib.parse import urlsplit

BASE, KEY = sys.argv.pop(1), sys.argv.pop(1)

# The library reads these when it is imported.
os.environ["GCE_METADATA_HOST"] = os.environ["GCE_METADATA_IP"] = urlsplit(BASE).netloc

import google.auth
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import compute_engine
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials

import chat

PLATFORM = "https://www.googleapis.com/auth/cloud-platform"
EMAIL = "emulator@emulator-project.iam.gserviceaccount.com"
PEM = Path(__file__).parents[2] / "crates/openai-emulator/src/issuer/throwaway.pem"

KEY_FILE = {
    "type": "service_account",
    "project_id": "emulator-project",
    "private_key_id": "emulator-key",
    "private_key": PEM.read_text(),
    "client_email": EMAIL,
    "token_uri": f"{BASE}/token",
}

LOGIN = {
    "type": "authorized_user",
    "client_id": "emulator.apps.googleusercontent.com",
    "client_secret": "emulator-google-secret",
    "refresh_token": "1//emulator-refresh-token",
    "token_uri": f"{BASE}/token",
}


class Case(unittest.TestCase):
    def worth(self, credentials):
        """The status of a chat completion with a fresh token of these credentials."""
        credentials.refresh(Request())
        self.assertTrue(credentials.token)
        return chat.status(BASE, "vertex", f"Bearer {credentials.token}")

    def check_refusal(self, credentials, *words, secret):
        with self.assertRaises(RefreshError) as refused:
            credentials.refresh(Request())
        for word in words:
            self.assertIn(word, str(refused.exception))
        self.assertNotIn(secret, str(refused.exception))

    def test_the_server_refuses_other_tokens(self):
        self.assertEqual(chat.status(BASE, "vertex", "Bearer ya29.another"), 401)


class ServiceAccount(Case):
    def account(self, scopes=(PLATFORM,), **changes):
        return service_account.Credentials.from_service_account_info({**KEY_FILE, **changes}, scopes=scopes)

    def test_an_assertion_brings_a_token(self):
        account = self.account()
        self.assertEqual(self.worth(account), 200)
        self.assertTrue(account.token.startswith("ya29."))
        self.assertTrue(account.valid)

    def test_a_narrow_scope(self):
        self.assertEqual(self.worth(self.account(["https://www.googleapis.com/auth/devstorage.read_only"])), 403)

    def test_a_scope_that_is_none(self):
        self.check_refusal(self.account(["everything"]), "invalid_scope", secret="PRIVATE KEY")

    def test_its_own_signature_is_a_token(self):
        account = self.account().with_always_use_jwt_access(True)
        account._create_self_signed_jwt(None)
        self.assertEqual(self.worth(account), 200)
        self.assertTrue(account.token.startswith("eyJ"))

    def test_another_key(self):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()
        self.check_refusal(self.account(private_key=pem), "invalid_grant", "Invalid JWT Signature", secret=pem[40:80])

    def test_another_account(self):
        self.check_refusal(self.account(client_email="another@p.iam.gserviceaccount.com"), "invalid_grant", secret=KEY)

    def test_an_identity(self):
        identity = service_account.IDTokenCredentials.from_service_account_info(
            KEY_FILE, target_audience="https://a.example"
        )
        self.assertEqual(self.worth(identity), 401)


class AuthorizedUser(Case):
    def login(self, **changes):
        info = {name: value for name, value in {**LOGIN, **changes}.items() if name != "type"}
        return Credentials(None, scopes=[PLATFORM], **info)

    def test_a_refresh_brings_a_token(self):
        login = self.login()
        self.assertEqual(self.worth(login), 200)
        self.assertTrue(login.valid)

    def test_another_secret(self):
        self.check_refusal(self.login(client_secret="canary"), "invalid_client", secret="canary")

    def test_another_refresh_token(self):
        self.check_refusal(self.login(refresh_token="1//canary"), "invalid_grant", secret="canary")


class Default(Case):
    def found(self, **environment):
        """What the library finds with these variables and no login."""
        with tempfile.TemporaryDirectory() as empty:
            with unittest.mock.patch.dict(os.environ, {"CLOUDSDK_CONFIG": empty, **environment}):
                return google.auth.default(scopes=[PLATFORM])

    def test_a_file(self):
        for content, project in [(KEY_FILE, "emulator-project"), (LOGIN, None)]:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "credentials.json"
                path.write_text(json.dumps(content))
                credentials, found = self.found(GOOGLE_APPLICATION_CREDENTIALS=str(path))
            # The library believes a service account's file, but not a login's, about the address.
            self.assertEqual(self.worth(credentials.with_token_uri(KEY_FILE["token_uri"])), 200)
            self.assertEqual(found, project)

    def test_the_metadata_server(self):
        credentials, project = self.found()
        self.assertIsInstance(credentials, compute_engine.Credentials)
        self.assertEqual(project, "emulator-project")
        self.assertEqual(self.worth(credentials), 200)
        self.assertEqual(credentials.service_account_email, EMAIL)
        self.assertEqual(credentials.universe_domain, "googleapis.com")

    def test_an_identity_of_the_metadata_server(self):
        identity = compute_engine.IDTokenCredentials(
            Request(), "https://a.example", use_metadata_identity_endpoint=True
        )
        self.assertEqual(self.worth(identity), 401)


if __name__ == "__main__":
    unittest.main()
