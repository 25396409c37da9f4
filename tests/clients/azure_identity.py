"""The azure-identity library, unmodified, against the token routes of `oai emulate`.

It speaks with Entra over https alone, so a small front with a certificate of its own stands before the emulator.

Run by `cargo xtask clients`. By hand, with a server started by `oai emulate --key KEY`:
python azure_identity.py http://127.0.0.1:PORT KEY [unittest's options]
"""

import datetime
import http.client
import ipaddress
import logging
import os
import ssl
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import jwt
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import (
    CertificateCredential,
    ClientAssertionCredential,
    ClientSecretCredential,
    CredentialUnavailableError,
    ManagedIdentityCredential,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

import chat

BASE, KEY = sys.argv.pop(1), sys.argv.pop(1)

TENANT = "11111111-1111-4111-8111-111111111111"
CLIENT = "22222222-2222-4222-8222-222222222222"
SECRET = "emulator-entra-secret"
AZURE_OPENAI = "https://cognitiveservices.azure.com/.default"
DATABRICKS = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default"

# The library writes each refusal down: most of them are wanted here.
logging.getLogger("azure").setLevel(logging.CRITICAL)

PEM = (Path(__file__).parents[2] / "crates/openai-emulator/src/issuer/throwaway.pem").read_bytes()
PRIVATE_KEY = serialization.load_pem_private_key(PEM, None)


def certificate():
    """A certificate for this machine, signed with its own key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(PRIVATE_KEY.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - day)
    builder = builder.not_valid_after(now + day).add_extension(address, critical=False)
    return builder.sign(PRIVATE_KEY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


class Front(BaseHTTPRequestHandler):
    """Passes requests on to the emulator, and its answers back."""

    def do_GET(self):
        behind = http.client.HTTPConnection(urlsplit(BASE).netloc)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {**self.headers, "X-Forwarded-Proto": "https"}
        behind.request(self.command, self.path, body, headers)
        answer = behind.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        self.send_header("content-type", answer.headers["content-type"])
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        behind.close()

    do_POST = do_GET

    def log_message(self, *_):
        pass


class Entra(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.certificate = certificate()
        pem = Path(folder.name) / "front.pem"
        pem.write_bytes(PEM + cls.certificate)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Front)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        os.environ["REQUESTS_CA_BUNDLE"] = str(pem)
        cls.addClassCleanup(os.environ.pop, "REQUESTS_CA_BUNDLE")
        cls.options = {
            "authority": f"https://127.0.0.1:{server.server_port}",
            "disable_instance_discovery": True,
        }

    def worth(self, credential, scope=AZURE_OPENAI, wire="azure"):
        """The status of a chat completion with a token of this credential."""
        token = credential.get_token(scope)
        self.assertTrue(token.token.startswith("eyJ"))
        return chat.status(BASE, wire, f"Bearer {token.token}")

    def check_refusal(self, credential, word, scope=AZURE_OPENAI):
        with self.assertRaises(ClientAuthenticationError) as refused:
            credential.get_token(scope)
        self.assertIn(word, str(refused.exception))
        self.assertNotIn("canary", str(refused.exception))

    def application(self, tenant=TENANT, client=CLIENT, secret=SECRET):
        return ClientSecretCredential(tenant, client, secret, **self.options)

    def test_the_server_refuses_other_tokens(self):
        self.assertEqual(chat.status(BASE, "azure", "Bearer eyJ.another.token"), 401)

    def test_a_client_secret(self):
        self.assertEqual(self.worth(self.application()), 200)
        self.assertEqual(self.worth(self.application(), DATABRICKS, "databricks"), 200)
        self.assertEqual(self.worth(self.application(), DATABRICKS, "azure"), 401)

    def test_another_client_secret(self):
        self.check_refusal(self.application(secret="canary"), "AADSTS7000215")

    def test_another_client(self):
        self.check_refusal(self.application(client=TENANT), "AADSTS700016")

    def test_another_scope(self):
        self.check_refusal(self.application(), "AADSTS500011", "https://another.example/.default")
        self.check_refusal(self.application(), "AADSTS1002012", "https://cognitiveservices.azure.com/user")

    def test_another_tenant(self):
        self.check_refusal(self.application(tenant=CLIENT), "Unable to get authority configuration")

    def test_a_certificate(self):
        data = PEM + self.certificate
        self.assertEqual(self.worth(CertificateCredential(TENANT, CLIENT, certificate_data=data, **self.options)), 200)

    def test_a_federated_assertion(self):
        now = int(datetime.datetime.now().timestamp())
        claims = {
            "iss": "https://cluster.example",
            "sub": "system:serviceaccount:default:emulator",
            "aud": "api://AzureADTokenExchange",
            "iat": now,
            "exp": now + 600,
        }
        for changes, number in [({}, 0), ({"sub": "another"}, 700213), ({"exp": now - 60}, 700024)]:
            assertion = jwt.encode({**claims, **changes}, PEM, "RS256")
            credential = ClientAssertionCredential(TENANT, CLIENT, lambda text=assertion: text, **self.options)
            if number:
                self.check_refusal(credential, f"AADSTS{number}")
            else:
                self.assertEqual(self.worth(credential), 200)


class ManagedIdentity(unittest.TestCase):
    def setUp(self):
        os.environ["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = BASE
        self.addCleanup(os.environ.pop, "AZURE_POD_IDENTITY_AUTHORITY_HOST")

    def test_the_machines_own_and_the_named_one(self):
        for options in [{}, {"client_id": CLIENT}]:
            token = ManagedIdentityCredential(**options).get_token(AZURE_OPENAI)
            self.assertEqual(chat.status(BASE, "azure", f"Bearer {token.token}"), 200)

    def test_another_one(self):
        with self.assertRaises(CredentialUnavailableError):
            ManagedIdentityCredential(client_id=TENANT).get_token(AZURE_OPENAI)


if __name__ == "__main__":
    unittest.main()
